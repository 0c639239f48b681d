from modeltranslation.translator import TranslationOptions, register

from fairs.models import Call, Criterion, GoodsGroup, StallSize, Zone


@register([GoodsGroup, StallSize, Zone])
class NameTranslation(TranslationOptions):
    fields = ("name",)


@register(Call)
class CallTranslation(TranslationOptions):
    fields = ("rules_text",)


@register(Criterion)
class CriterionTranslation(TranslationOptions):
    fields = ("name", "help_text")
