from modeltranslation.translator import TranslationOptions, register

from exhibitors.models import Craft


@register(Craft)
class CraftTranslation(TranslationOptions):
    fields = ("name",)
