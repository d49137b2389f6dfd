# make         builds build/tailor            make demo   diagnoses the example evidence
# make test    builds and runs all tests      make asan   the tests under AddressSanitizer and UBSan
# make lint    layout, includes, rules        make fuzz F=plist S=60   one fuzz target for S seconds
# make bench   measures                       make mac    compiles and links for macOS (zig)
# make install PREFIX=/usr/local
PREFIX ?= /usr/local
F ?= plist
S ?= 60

all: build/build.ninja
	@ninja -C build

build/build.ninja: | dependencies
	@cmake --preset release >/dev/null

dependencies:
	@scripts/install-dependencies build

test-dependencies:
	@scripts/install-dependencies test

demo: all
	@scripts/demo

test: test-dependencies
	@cmake --preset release -DTAILOR_TESTS=REQUIRED >/dev/null && ninja -C build && ctest --test-dir build --output-on-failure -j2

asan: test-dependencies
	@cmake --preset asan -DTAILOR_TESTS=REQUIRED >/dev/null && ninja -C build/asan && ctest --test-dir build/asan --output-on-failure -j2 -E 'program/test_(noise|plan)' # those two run the same code over more cases

tsan: test-dependencies
	@cmake --preset tsan -DTAILOR_TESTS=REQUIRED >/dev/null && ninja -C build/tsan && ctest --test-dir build/tsan --output-on-failure -j2

fuzz: test-dependencies
	@scripts/fuzz $(F) $(S)

lint: test-dependencies
	@scripts/lint

bench: test-dependencies all
	@scripts/bench

mac: test-dependencies
	@scripts/mac-cross

install: all
	@cmake --install build --prefix $(PREFIX)

clean:
	@rm -rf build

.PHONY: all dependencies test-dependencies demo test asan tsan fuzz lint bench mac install clean
