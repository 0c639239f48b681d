from modeltranslation.translator import TranslationOptions, register

from places.models import Room, Site


@register(Site)
class SiteTranslation(TranslationOptions):
    fields = ("name", "notes")
    required_languages = ("lv",)


@register(Room)
class RoomTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("lv",)
