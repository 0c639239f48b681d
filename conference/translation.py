from modeltranslation.translator import TranslationOptions, register

from conference.models import (
    Activity,
    Course,
    EvidencePhoto,
    Hall,
    ProposalCall,
    ReviewCriterion,
    ReviewPhase,
    Session,
    SessionKind,
    Speaker,
    Track,
)


@register([Course, ProposalCall])
class IntroductionTranslation(TranslationOptions):
    fields = ("introduction",)


@register(Activity)
class ActivityTranslation(TranslationOptions):
    fields = ("title", "description", "place")


@register([Hall, ReviewCriterion, ReviewPhase, SessionKind, Track])
class NameTranslation(TranslationOptions):
    fields = ("name",)


@register(Session)
class SessionTranslation(TranslationOptions):
    fields = ("title", "abstract")


@register(Speaker)
class SpeakerTranslation(TranslationOptions):
    fields = ("organisation", "biography")


@register(EvidencePhoto)
class CaptionTranslation(TranslationOptions):
    fields = ("caption",)
