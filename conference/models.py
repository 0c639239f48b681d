"""The tables of this app's rooms."""

from conference.certificates.models import Certificate, CertificateSeries, Feedback
from conference.evidence.models import EvidencePhoto
from conference.learning.models import Activity, Choice, Course, Enrolment, SeatQuota
from conference.presence.models import Attendance
from conference.programme.models import (
    DraftJob,
    Hall,
    Interpreter,
    Release,
    Session,
    SessionEquipment,
    SessionSpeaker,
    Slot,
    Speaker,
)
from conference.proposals.models import (
    Author,
    Proposal,
    ProposalCall,
    ProposalFile,
    Review,
    ReviewCriterion,
    Reviewer,
    ReviewPhase,
    ReviewScore,
    ReviewTask,
    SessionKind,
    Track,
)

__all__ = [
    "Activity", "Attendance", "Author", "Certificate", "CertificateSeries", "Choice", "Course", "DraftJob", "Enrolment", "EvidencePhoto",
    "Feedback", "Hall", "Interpreter", "Proposal", "ProposalCall", "ProposalFile", "Release", "Review", "ReviewCriterion",
    "ReviewPhase", "ReviewScore", "ReviewTask", "Reviewer", "SeatQuota", "Session", "SessionEquipment", "SessionKind",
    "SessionSpeaker", "Slot", "Speaker", "Track",
]  # fmt: skip
