from modeltranslation.translator import TranslationOptions, register

from exhibitors.models import Craft, Exhibitor, Work


@register(Craft)
class CraftTranslation(TranslationOptions):
    fields = ("name",)


@register(Exhibitor)
class ExhibitorTranslation(TranslationOptions):
    fields = ("about",)


@register(Work)
class WorkTranslation(TranslationOptions):
    fields = ("name", "description")
