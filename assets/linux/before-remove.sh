#!/bin/sh
set -e

# Stop cleanly before the program's files go; an update is followed by a start of the person's own choice.
if [ -d /run/systemd/system ]; then
  if systemctl is-active --quiet postane; then
    systemctl stop postane
    if [ "$1" = upgrade ]; then
      echo 'postane: the service was stopped for the update; start it again with: systemctl start postane'
    fi
  fi
  if [ "$1" = remove ] && systemctl is-enabled --quiet postane; then
    systemctl disable --quiet postane
  fi
fi
