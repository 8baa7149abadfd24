"""WeRoBot as its documentation starts it, with its own server and its default session storage."""

import sys

import werobot

from bench.peers.common import AES_KEY, ANSWERS, APP_ID, DEFAULT, SAFE, TOKEN

robot = werobot.WeRoBot(token=TOKEN)
if SAFE:
    robot.config["APP_ID"] = APP_ID
    robot.config["ENCODING_AES_KEY"] = AES_KEY


@robot.text
def said(message: object) -> str:
    """The answer to a text."""
    return ANSWERS.get(getattr(message, "content", ""), DEFAULT)


@robot.click
def pressed(message: object) -> str:
    """The answer to a menu button."""
    return ANSWERS.get(getattr(message, "key", ""), DEFAULT)


if __name__ == "__main__":
    robot.config["HOST"] = "127.0.0.1"
    robot.config["PORT"] = int(sys.argv[1])
    robot.run()
