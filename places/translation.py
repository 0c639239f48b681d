from modeltranslation.translator import TranslationOptions, register

from places.models import Bookable, Room, Site


@register(Site)
class SiteTranslation(TranslationOptions):
    fields = ("name", "settlement", "notes")
    required_languages = {"lv": ("name",)}


@register(Room)
class RoomTranslation(TranslationOptions):
    fields = ("name", "notes")
    required_languages = {"lv": ("name",)}


@register(Bookable)
class BookableTranslation(TranslationOptions):
    fields = ("name", "notes")
    required_languages = {"lv": ("name",)}
