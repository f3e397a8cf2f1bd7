"""Gates that stand before every page: staff need their second factor, newcomers a welcome."""


class SecondFactorMiddleware:
    """PLACEHOLDER"""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)


class WelcomeMiddleware(SecondFactorMiddleware):
    """PLACEHOLDER"""
