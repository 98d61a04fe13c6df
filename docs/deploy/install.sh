#!/bin/sh
# Installs the dashboard from this folder: no network, no root, no compiler. Needs Python 3.11 to 3.13, or a portable one
# put beside this file as python/bin/python3. Usage: ./install.sh [--demo] [FOLDER]   (default: ~/tuoyu)
#
# FOLDER/versions/VERSION is the program, FOLDER/current points to the one in use, FOLDER/instance holds the data and is
# never touched. A second version is installed beside the first; going back is pointing current to the old one again.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
demo=no
if [ "${1:-}" = --demo ]; then demo=yes; shift; fi
target=${1:-$HOME/tuoyu}
version=$(cat "$here/VERSION")

stop() { echo "$1" >&2; exit 1; }

(cd "$here" && sha256sum --quiet --check SHA256SUMS) ||
	stop "文件不完整，请重新拷贝安装包。 The bundle is not whole; copy it again."
[ "$(uname -m)" = "$(cat "$here/ARCH")" ] ||
	stop "本安装包用于$(cat "$here/ARCH")，这台机器是$(uname -m)。 This bundle is for another processor."

fits() { "$1" -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; }
python=
for one in "${PYTHON:-}" "$here/python/bin/python3" python3.13 python3.12 python3.11 python3; do
	[ -n "$one" ] && fits "$one" && python=$one && break
done
[ -n "$python" ] || stop "需要Python 3.11至3.13；也可把便携版放在$here/python。 Python 3.11 to 3.13 is needed."

mkdir -p "$target/versions" "$target/instance"
chmod 700 "$target/instance"
target=$(CDPATH= cd -- "$target" && pwd)
place=$target/versions/$version
part=$target/versions/.$version.part
rm -rf "$part"
cp -R "$here/program" "$part"
ln -s ../../instance "$part/instance"
"$python" -m venv --without-pip "$part/.venv"
# pip runs from its own wheel: ensurepip is not everywhere. Only what is listed with its hash gets in.
"$part/.venv/bin/python" "$(echo "$here"/wheels/pip-*.whl)/pip" install --quiet --disable-pip-version-check --no-index \
	--no-warn-script-location --find-links "$here/wheels" --require-hashes --no-deps -r "$here/requirements.lock"
"$part/.venv/bin/python" -m compileall -q "$part/data" "$part/metrics" "$part/layouts" "$part/callbacks"
if [ -e "$place" ]; then mv "$place" "$place.replaced.$$"; fi
mv "$part" "$place"
ln -s "versions/$version" "$target/.current.$$"
mv -T "$target/.current.$$" "$target/current"

for unit in tuoyu.service tuoyu-backup.service tuoyu-backup.timer; do
	sed -e "s|/opt/tuoyu/instance|$target/instance|g" -e "s|/opt/tuoyu|$target/current|g" -e "s|^User=tuoyu|User=$(id -un)|" \
		-e "s|^ProtectHome=yes|ProtectHome=no|" "$here/$unit" >"$target/$unit"
done

cd "$target/current"
if [ "$demo" = yes ]; then .venv/bin/python app.py demo --if-empty; else .venv/bin/python app.py migrate; fi
.venv/bin/python app.py doctor || echo "请先处理上面的✗。 Mend what is marked ✗ first."
echo "已安装 $version：$target/current"
echo "启动 start: cd $target/current && .venv/bin/python app.py serve"
echo "开机自启 as a service (root): cp $target/tuoyu*.service $target/tuoyu-backup.timer /etc/systemd/system/ && systemctl enable --now tuoyu tuoyu-backup.timer"
