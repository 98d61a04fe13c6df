#!/usr/bin/env bash
# Everything that an installation without internet needs, in one file: out/bundle/tuoyu-VERSION-ARCH.tar.gz.
# Usage: docs/deploy/bundle.sh x86_64|aarch64; PYTHONS="3.11" takes wheels for fewer versions of Python along.
set -euo pipefail
cd "$(dirname "$0")/../.."

arch=${1:?x86_64 or aarch64}
case $arch in x86_64 | aarch64) ;; *) echo "ARCH is x86_64 or aarch64, not $arch" >&2; exit 2 ;; esac
pythons=${PYTHONS:-3.11 3.12 3.13}
python=${PYTHON:-.venv/bin/python}
version=$(git log -1 --format=%cd-%h --date=format:%Y.%m.%d)
name=tuoyu-$version-$arch
made=out/bundle/$name
rm -rf "$made"
mkdir -p "$made/wheels"

# glibc 2.28 and older, so that the oldest supported machines can take every wheel.
platforms=()
for glibc in manylinux_2_28 manylinux_2_27 manylinux_2_26 manylinux_2_24 manylinux_2_17 manylinux2014 manylinux_2_12 \
	manylinux2010 manylinux_2_5 manylinux1; do
	platforms+=(--platform "${glibc}_$arch")
done
# Nothing gets in, neither here nor there, that the lock does not name with its hash; pip itself comes along as a wheel.
cp requirements.lock "$made/requirements.lock"
{
	cat requirements.lock
	awk '/^[^ ]/ { wanted = /^pip==/ } wanted' requirements-audit.lock
} >"$made/downloads.lock"
for one in $pythons; do
	echo "wheels for Python $one on $arch"
	"$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --dest "$made/wheels" \
		--implementation cp --python-version "$one" --abi "cp${one/./}" --abi abi3 --abi none "${platforms[@]}" \
		--require-hashes --requirement "$made/downloads.lock"
done
rm "$made/downloads.lock"

mkdir -p "$made/program"
git archive HEAD app.py data metrics layouts callbacks requirements.txt requirements.lock README.md CHANGELOG.md LICENSES docs |
	tar -x -C "$made/program"
cp docs/deploy/install.sh docs/deploy/tuoyu.service docs/deploy/tuoyu-backup.service docs/deploy/tuoyu-backup.timer "$made"
[ ! -f docs/manual-zh.md ] || cp docs/manual-zh.md "$made"
echo "$version" >"$made/VERSION"
echo "$arch" >"$made/ARCH"

(cd "$made" && find . -type f ! -name SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum >SHA256SUMS)
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct)" -C out/bundle -cf - "$name" |
	gzip -n >"$made.tar.gz"
rm -rf "$made"
du -h "$made.tar.gz"
