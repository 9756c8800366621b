#!/bin/sh
set -e

app='/opt/${sanitizedProductName}'

# The service's own user; without a login, its mail under /var/lib/postane.
if ! getent passwd postane >/dev/null; then
  adduser --system --group --quiet --home /var/lib/postane --no-create-home --gecos 'Postane mail server' postane
fi

ln -sf "$app/${executable}" '/usr/bin/${executable}'
ln -sf "$app/resources/postane" /usr/bin/postane

# Chromium's sandbox needs user namespaces or this helper with the rights of root.
if [ -f "$app/chrome-sandbox" ]; then
  chmod 4755 "$app/chrome-sandbox"
fi

# Ubuntu 24.04 and newer allow user namespaces only to programs with a profile.
profile='/etc/apparmor.d/${executable}'
if command -v apparmor_parser >/dev/null && apparmor_parser --skip-kernel-load "$app/resources/apparmor-profile" >/dev/null 2>&1; then
  cp "$app/resources/apparmor-profile" "$profile"
  if [ -d /sys/kernel/security/apparmor ]; then
    apparmor_parser --replace "$profile" || echo "postane: AppArmor did not load $profile; the window may not start until it does." >&2
  fi
fi

if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
fi
