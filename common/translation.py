from modeltranslation.translator import TranslationOptions, register

from common.models import Notice


@register(Notice)
class NoticeTranslation(TranslationOptions):
    fields = ("text",)
    required_languages = ("lv",)
