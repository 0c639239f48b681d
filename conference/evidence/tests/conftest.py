from conference.certificates.tests.conftest import finished

__all__ = ["finished"]
