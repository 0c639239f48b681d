from modeltranslation.translator import TranslationOptions, register

from ticketing.models import Event, Option, Product, Question, Variation, Window


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "summary", "description")


@register(Product)
class ProductTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("text", "help_text")


@register([Variation, Window])
class NameTranslation(TranslationOptions):
    fields = ("name",)


@register(Option)
class OptionTranslation(TranslationOptions):
    fields = ("text",)
