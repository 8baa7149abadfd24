"""Weibo's numbers and codes (open.weibo.com/wiki: Error_code, 2/statuses/share, Rate-limiting; read 2026-11-23)."""

# Text: Chinese characters, a Latin-1 character counts half (Sina's own editor code); a URL counts 10, which is not
# confirmed by any page.
TEXT_CHARS = 140
URL_CHARS = 10
PICTURE_BYTES = 5 * 1024 * 1024
TIMELINE_ROWS = 5
COUNTS_AT_ONCE = 100
CODE_SECONDS = 600
# How long an identical text is refused. Because no page tells, the advice of 20038 ("try the next day") is taken.
REPEAT_SECONDS = 86_400

# Code → message. HTTP status is 400, or 403 for what is about rights and limits (observed; not documented per code).
MESSAGES = {
    10001: "system error",
    10002: "service unavailable",
    10003: "remote service error",
    10006: "source paramter(appkey) is missing",
    10008: "param error, see doc for more info",
    10014: "Insufficient app permissions!",
    10016: "miss required parameter",
    10017: "parameter value invalid",
    10020: "request api not found",
    10021: "HTTP method is not suported for this request",
    10022: "IP requests out of rate limit",
    10023: "User requests out of rate limit",
    10024: "User requests out of rate limit for this api",
    20005: "unsupport image type only suport JPG, GIF, PNG",
    20006: "image size too large",
    20007: "does multipart has image",
    20008: "content is null",
    20012: "text too long, please input text less than 140 characters",
    20016: "out of limit",
    20017: "repeat similar content",
    20019: "repeat content",
    20021: "content is illegal",
    20032: "update success, while server slow now, please wait 1-2 minutes",
    20101: "target weibo does not exist",
    20111: "repeated weibo text",
    21301: "auth faild",
    21315: "token expired",
    21319: "accessor was revoked",
    21321: "applications over the unaudited use restrictions",
    21322: "redirect_uri_mismatch",
    21323: "invalid_request",
    21324: "invalid_client",
    21325: "invalid_grant",
    21327: "expired_token",
    21328: "unsupported_grant_type",
    21329: "unsupported_response_type",
    21332: "invalid_access_token",
    21335: "uid parameter must be the current user",
}
FORBIDDEN = frozenset((10004, 10005, 10014, 10022, 10023, 10024, 20016, 21315, 21319, 21321, 21327, 21332))


class WeiboError(Exception):
    """Weibo refuses the call."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message or MESSAGES.get(code, "error"))
        self.code = code
        self.status = 403 if code in FORBIDDEN else 400
