from modeltranslation.translator import TranslationOptions, register

from fairs.models import AddOn, Call, CallQuestion, Criterion, GoodsGroup, RequiredPaper, Zone


@register(Call)
class CallTranslation(TranslationOptions):
    fields = ("introduction", "rules_text")


@register([AddOn, Criterion, GoodsGroup, Zone])
class NameTranslation(TranslationOptions):
    fields = ("name",)


@register(CallQuestion)
class QuestionTranslation(TranslationOptions):
    fields = ("text", "help_text", "options")


@register(RequiredPaper)
class NoteTranslation(TranslationOptions):
    fields = ("note",)
