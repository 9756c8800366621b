#!/bin/sh
set -e

case "$1" in
  remove | purge)
    rm -f '/usr/bin/${executable}' /usr/bin/postane
    profile='/etc/apparmor.d/${executable}'
    if [ -f "$profile" ]; then
      if command -v apparmor_parser >/dev/null && [ -d /sys/kernel/security/apparmor ]; then
        apparmor_parser --remove "$profile" || echo "postane: AppArmor keeps $profile until the next start." >&2
      fi
      rm -f "$profile"
    fi
    if [ -d /run/systemd/system ]; then
      systemctl daemon-reload
    fi
    ;;
esac

# Mail is never deleted with the program.
if [ "$1" = purge ] && [ -d /var/lib/postane ]; then
  echo 'postane: the mail in /var/lib/postane was kept; remove the folder yourself if it is not needed.'
fi
