"""WeChat's numbers, each once, with its source.

Sources here and in the other modules are page names below developers.weixin.qq.com/doc, read 2026-11-23.
"""

# Articles of a draft (api_draft_add). Characters unless said otherwise.
TITLE_CHARS = 32
AUTHOR_CHARS = 16
DIGEST_CHARS = 128
CONTENT_CHARS = 20_000
CONTENT_BYTES = 1024 * 1024
SOURCE_URL_BYTES = 1024
ARTICLES_PER_DRAFT = 8
DEFAULT_DIGEST_CHARS = 54
NEWSPIC_IMAGES = 20

# Files: kind → (allowed kinds by first bytes, bytes, code when it is too large) (api_addmaterial). Pictures in
# articles by media/uploadimg: jpg or png below 1 MB. Temporary files live for 3 days.
FILES: dict[str, tuple[frozenset[str], int, int]] = {
    "image": (frozenset(("bmp", "png", "jpeg", "gif")), 10 * 1024 * 1024, 40009),
    "thumb": (frozenset(("jpeg",)), 64 * 1024, 40012),
    "voice": (frozenset(("amr", "mp3")), 2 * 1024 * 1024, 40010),
    "video": (frozenset(("mp4",)), 10 * 1024 * 1024, 40011),
}
ARTICLE_IMAGE_BYTES = 1024 * 1024
TEMPORARY_SECONDS = 3 * 86400

# Mass sends (Batch_Sends, api_sendall, api_masssend).
CLIENTMSGID_BYTES = 32
MASS_CALLS_PER_MINUTE = 60
MASS_OPENIDS = (2, 10_000)
ADMIN_TAP_SECONDS = 30 * 60
PUBLISH_PAGE = 20
# Text messages: measured, not documented (github MamaShip/Observer#77).
TEXT_BYTES = 2048

# Tokens (api_getstableaccesstoken, Get_access_token).
RENEWED_BEFORE_SECONDS = 300
OLD_TOKEN_SECONDS = 300
FORCED_PER_DAY = 20
FORCED_APART_SECONDS = 30
STABLE_TOKEN_PER_MINUTE = 10_000
CLEARS_PER_MONTH = 10

# Tags (api_batchtagging) and lists of people (api_userinfo).
TAGS = 100
TAG_NAME_BYTES = 30
TAGS_PER_PERSON = 20
TAGGED_AT_ONCE = 50
OPENIDS_PER_PAGE = 10_000
PEOPLE_AT_ONCE = 100

# Menus (facts of the custom menu page): bytes.
MENU_BUTTONS = 3
MENU_SUB_BUTTONS = 5
MENU_NAME_BYTES = 16
MENU_SUB_NAME_BYTES = 60
MENU_KEY_BYTES = 128
MENU_URL_BYTES = 1024
MENU_DOMAINS = 3

# QR codes (api_createqrcode): the longest life and the usual one in seconds, the largest number, characters of a text.
QR_SECONDS = 30 * 86400
QR_SECONDS_DEFAULT = 60
QR_NUMBER = 2**32 - 1
QR_TEXT_CHARS = 64

# Calls per day of a new verified account (API_Call_Limits; tokens: Get_access_token,
# api_getstableaccesstoken; preview: Batch_Sends, where it is said of towxname).
CALLS_PER_DAY = {
    "/cgi-bin/token": 2_000,
    "/cgi-bin/stable_token": 500_000,
    "/cgi-bin/message/custom/send": 500_000,
    "/cgi-bin/message/mass/sendall": 100,
    "/cgi-bin/message/mass/send": 100,
    "/cgi-bin/message/mass/preview": 100,
    "/cgi-bin/draft/add": 1_000,
    "/cgi-bin/draft/get": 500,
    "/cgi-bin/draft/delete": 1_000,
    "/cgi-bin/draft/update": 1_000,
    "/cgi-bin/draft/count": 1_000,
    "/cgi-bin/draft/batchget": 1_000,
    "/cgi-bin/freepublish/submit": 100,
    "/cgi-bin/freepublish/get": 100,
    "/cgi-bin/freepublish/delete": 10,
    "/cgi-bin/freepublish/getarticle": 100,
    "/cgi-bin/freepublish/batchget": 100,
    "/cgi-bin/qrcode/create": 100_000,
    "/cgi-bin/media/upload": 100_000,
    "/cgi-bin/user/get": 500,
    "/cgi-bin/user/info": 5_000_000,
    "/cgi-bin/menu/create": 1_000,
    "/cgi-bin/menu/get": 10_000,
    "/cgi-bin/menu/delete": 1_000,
}
