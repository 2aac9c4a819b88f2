# make run    build the program and do the daily job on an example workspace (run/)
# make test   all tests, as CI does
# make bench  speed, written to reports/benchmarks/
# make bench-large  files of 100 MB and of 1 GB: speed, and memory that must not grow
# make accuracy  how right matching is on invented worlds, written to reports/benchmarks/
# make calibrate  the table of how often links are wrong, from worlds with known truth
# make bench-day    the whole day of a million deposits, beside DuckDB's bare exact join of its files
# make bench-close  a month of a million settlement lines, beside DuckDB's join of its files
# make close-accuracy  how often a close tells each kind of line and order rightly
# make simulate  60 days of downloads, 1,000 seeds: the ledger against the truth
# make crash  a crash or a failed call at every step that changes the disk, and what the next run makes of it
# make kill   kill -9 at 2,000 random moments, on the disk and on tmpfs
# make live   seeded days of a shop with swarms of faults, 200 seeds
# make growth what an ordinary day costs in a growing ledger; BEHIND=0,9,90 ORDERS=330 DEPOSITS=275: behind 10 M entries of another shop
# make tamper sanitize 1,000 random single-byte changes of ledger and archive
# make undo   10,000 seeds of what people do and take back: all is restored to the yen
# make fuzz   coverage-guided fuzzing of one reader, e.g. READER=csv (or orders, settlements, zengin, xml, answers, policy, xlsx) TIME=60
# make a11y   the report pages of the example: axe-core in a browser, three widths, light and dark
# make workbooks  the report's workbook opened by openpyxl and by LibreOffice
# make bench-report  a report of 20,000 open cases: written, and opened in a browser
# make people a Python with openpyxl in .build/people, for the tests that fill workbooks in
# make sanitize  all tests under the address sanitizer, or SANITIZER=thread
# make lint   the formatting rules
# make clean  removes what was built and the example workspace
#
# Needs Swift 6.1 or newer and, for system libraries that are missing, apt as root or with sudo.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.SILENT:
.PHONY: growth run test bench bench-large bench-day bench-close close-accuracy accuracy calibrate simulate undo fuzz a11y workbooks bench-report people lint crash kill live tamper sanitize clean needs

# One compiler process wants about 1.5 GB.
JOBS ?= $(shell cores=$$(nproc); fit=$$(awk '/MemAvailable/ {print int($$2 / 1500000)}' \
  /proc/meminfo); echo $$(( fit < 1 ? 1 : fit < cores ? fit : cores )))
# The moment that counts for `make run`, e.g. AS_OF=2026-02-10T09:00; empty: now, or the example's
# last day while there are no files but the example's.
export AS_OF ?=
BENCH_MB ?= 100
LOGS := .build/logs

libraries := libxml-2.0 sqlite3 libcrypto xlsxwriter libzip
packages := pkg-config libxml2-dev libsqlite3-dev libssl-dev libxlsxwriter-dev libzip-dev

# build LOG ARGUMENTS…: a quiet build; when it fails, its errors and what may be the matter.
define build
	build() {
	  log=$(LOGS)/$$1.log
	  shift
	  mkdir -p $(LOGS)
	  if swift build -j $(JOBS) "$$@" >"$$log" 2>&1 </dev/null; then return 0; fi
	  grep -E '^[^|]*error: ' "$$log" | sort -u | head -n 40 >&2 || tail -n 20 "$$log" >&2
	  if grep -qiE 'could not resolve host|unable to access|failed to clone' "$$log"; then
	    echo 'make: Swift could not fetch its packages: a first build needs the network.' >&2
	  fi
	  echo "make: the build failed ($$log)" >&2
	  exit 1
	}
endef

needs:
	stop() { printf 'make: %s\n' "$$1" >&2; exit 1; }
	command -v swift >/dev/null || stop 'Swift is missing: install Swift 6.1 or newer from https://www.swift.org/install/linux/ and put it on the PATH, then run make again.'
	version=$$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p')
	[ -n "$$version" ] || stop 'swift --version does not work: repair the installation of Swift.'
	[ "$$(printf '6.1\n%s\n' "$$version" | sort -V | head -n 1)" = 6.1 ] || \
	  stop "Swift $$version is too old: install 6.1 or newer from https://www.swift.org/install/linux/"
	command -v git >/dev/null || stop 'git is missing: Swift fetches packages with it; install git.'
	if command -v pkg-config >/dev/null && pkg-config --exists $(libraries); then exit 0; fi
	command -v apt-get >/dev/null || stop 'System libraries are missing and there is no apt here. Install the development files of libxml2, SQLite 3, OpenSSL, libxlsxwriter, libzip and pkg-config.'
	if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as='sudo -n'
	else
	  stop 'System libraries are missing. Ask an administrator to run: apt-get install -y $(packages)'
	fi
	echo 'installing: $(packages)'
	mkdir -p $(LOGS)
	apt() { $$as env DEBIAN_FRONTEND=noninteractive apt-get -y "$$@"; }
	install() { apt install --no-install-recommends $(packages); }
	if ! { install || { apt update && install; }; } >$(LOGS)/apt.log 2>&1 </dev/null; then
	  tail -n 5 $(LOGS)/apt.log >&2
	  stop 'apt could not install the system libraries (offline, or another apt at work?). Connect and run make again, or install by hand: apt-get install -y $(packages)'
	fi

# The first time `run/` is filled with the example: two days of files, each run as of its own
# moment. Afterwards the inbox is the user's own, and a run without new files finds nothing new.
example_days := 1-eve=2026-11-19T09:00 2-day=2026-11-20T09:00
run: needs
	$(build)
	echo 'building (the first time takes some minutes) …'
	build build -c release --product keshikomi
	program=$$(swift build -c release --show-bin-path)/keshikomi
	if [ ! -f run/keshikomi.yaml ]; then
	  "$$program" init -w run
	  cp fixtures/days/keshikomi.yaml run/keshikomi.yaml
	fi
	worst=0
	day() {
	  code=0
	  "$$program" run -w run --as-of "$$1" || code=$$?
	  [ "$$code" -le 2 ] || { echo "make: the run ended with code $$code" >&2; exit "$$code"; }
	  [ "$$code" -le "$$worst" ] || worst=$$code
	}
	ran=no
	# A file that the example left in the inbox, because a person has to replace it, is not new.
	is_example() {
	  for known in fixtures/days/*/"$$1"; do
	    if cmp -s "run/inbox/$$1" "$$known"; then return 0; fi
	  done
	  return 1
	}
	for item in $(example_days); do
	  name=$${item%%=*}
	  last=$${item#*=}
	  if [ -e "run/.example/$$name" ]; then continue; fi
	  echo "── fixtures/days/$$name, as of $$last"
	  cp fixtures/days/"$$name"/* run/inbox/
	  day "$$last"
	  mkdir -p run/.example
	  touch "run/.example/$$name"
	  ran=yes
	done
	if [ "$$ran" = no ]; then
	  as_of=$$last
	  for file in run/inbox/*; do
	    [ ! -e "$$file" ] || is_example "$$(basename "$$file")" || as_of=$$(TZ=Asia/Tokyo date +%Y-%m-%dT%H:%M)
	  done
	  day "$${AS_OF:-$$as_of}"
	fi
	case $$worst in
	  0) echo 'Nothing is left for a person.' ;;
	  1) echo 'Some orders or payments wait for a person: the report says which and why.' ;;
	  2) echo 'Some data could not be used: the report says which file and why.' ;;
	esac
	echo "Open in a browser: $$(realpath run/reports/latest)/report.html"

# Builds and tests everything in the debug configuration. Prints little unless something fails.
test: needs
	$(build)
	started=$$SECONDS
	# Without it (offline) the tests that fill workbooks in are skipped and say so.
	$(MAKE) -s people || true
	echo 'building the tests …'
	build test-build --build-tests
	grep -E 'warning:' $(LOGS)/test-build.log | grep -E '/(Sources|Tests)/' |
	  grep -v '\.build/' | sort -u | head -n 20 || true
	built=$$SECONDS
	code=0
	swift test --skip-build >$(LOGS)/test.log 2>&1 </dev/null || code=$$?
	grep -aiE 'skipped' $(LOGS)/test.log | sort -u | head -n 20 || true
	if [ "$$code" != 0 ]; then
	  grep -aE '✘|error:|Fatal|↳' $(LOGS)/test.log | head -n 200 >&2 || tail -n 60 $(LOGS)/test.log >&2
	fi
	grep -aE 'Test run with' $(LOGS)/test.log | tail -n 1 || true
	echo "build $$((built - started)) s, tests $$((SECONDS - built)) s"
	[ "$$code" = 0 ] || echo 'make: tests failed ($(LOGS)/test.log)' >&2
	exit $$code

bench: needs
	$(build)
	build bench-build -c release --product bench
	mkdir -p reports/benchmarks
	file=reports/benchmarks/$$(date -u +%Y-%m-%d).md
	program=$$(swift build -c release --show-bin-path)/bench
	{
	  echo "# Benchmarks of $$(date -u +%Y-%m-%d)"
	  echo
	  echo "Commit $$(git describe --always --dirty), $$(swift --version 2>/dev/null | head -n 1)," \
	    "$$(nproc) cores ($$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)), load" \
	    "$$(cut -d ' ' -f 1 /proc/loadavg). Compare figures within one run only."
	  echo
	  "$$program" all --size $(BENCH_MB)
	} | tee "$$file"
	echo "written to $$file"

bench-large: needs
	$(build)
	build bench-build -c release --product bench
	free=$$(df -Pk "$${TMPDIR:-/tmp}" | awk 'NR == 2 {print int($$4 / 1000000)}')
	[ "$$free" -ge 2 ] || { echo "make: 2 GB of temporary space are needed, $$free are free" >&2; exit 1; }
	"$$(swift build -c release --show-bin-path)/bench" read-zengin read-csv-cp932 read-csv-utf8 \
	  read-camt --size $${SIZES:-100,1000}

# Five worlds of every profile with one month, and with a second month after one that is history.
accuracy: needs
	$(build)
	build bench-build -c release --product bench
	mkdir -p reports/benchmarks
	file=reports/benchmarks/accuracy-$$(date -u +%Y-%m-%d).md
	program=$$(swift build -c release --show-bin-path)/bench
	{
	  echo "# Accuracy of $$(date -u +%Y-%m-%d)"
	  echo
	  echo "Commit $$(git describe --always --dirty). Invented worlds, their seeds and what the columns" \
	    "mean: docs/matching/worlds.md."
	  echo
	  "$$program" accuracy --seeds $${SEEDS:-5} --first $${FIRST:-1}
	  echo "# The second month, after a first one that people confirmed"
	  echo
	  "$$program" accuracy --seeds $${SEEDS:-5} --first $${FIRST:-1} --months 2
	} | tee "$$file"
	echo "written to $$file"

# From worlds with seeds of their own; look at the difference before it is committed.
calibrate: needs
	$(build)
	build bench-build -c release --product bench
	"$$(swift build -c release --show-bin-path)/bench" calibrate --seeds $${SEEDS:-25} \
	  >.build/CalibrationTable.swift
	mv .build/CalibrationTable.swift Sources/Matching/Scoring/CalibrationTable.swift
	swift format -i Sources/Matching/Scoring/CalibrationTable.swift
	git diff --stat Sources/Matching/Scoring/CalibrationTable.swift

define duckdb
	python=.build/comparing/bin/python
	if ! "$$python" -c 'import duckdb' 2>/dev/null; then
	  { python3 -m venv .build/comparing && "$$python" -m pip install -q 'duckdb>=1.2'; } \
	    >$(LOGS)/duckdb.log 2>&1 </dev/null || echo 'make: no DuckDB ($(LOGS)/duckdb.log)' >&2
	fi
endef

# DuckDB comes from PyPI into an environment of its own; where it is not to be had, the day is
# measured alone. DAY=day is a tenth of it.
DAY ?= day-1m
bench-day: needs
	$(build)
	build bench-build -c release --product bench
	free=$$(df -Pk "$${TMPDIR:-/tmp}" | awk 'NR == 2 {print int($$4 / 1000000)}')
	[ "$$free" -ge 6 ] || { echo "make: 6 GB of temporary space are needed, $$free are free" >&2; exit 1; }
	$(duckdb)
	KESHIKOMI_PYTHON=$$python "$$(swift build -c release --show-bin-path)/bench" $(DAY)

bench-close: needs
	$(build)
	build bench-build -c release --product bench
	$(duckdb)
	KESHIKOMI_PYTHON=$$python "$$(swift build -c release --show-bin-path)/bench" close

close-accuracy: needs
	$(build)
	build bench-build -c release --product bench
	"$$(swift build -c release --show-bin-path)/bench" close-accuracy --seeds $${SEEDS:-5}

simulate: needs
	$(build)
	build bench-build -c release --product bench
	"$$(swift build -c release --show-bin-path)/bench" simulate --seeds $${SEEDS:-1000}

# FOLDER says on which file system; EVERY=10 takes each tenth step.
crash: needs
	$(build)
	build keshikomi-build -c release --product keshikomi
	build bench-build -c release --product bench
	"$$(swift build -c release --show-bin-path)/bench" disturb steps --every $${EVERY:-1} \
	  --folder $${FOLDER:-$${TMPDIR:-/tmp}}

kill: needs
	$(build)
	build keshikomi-build -c release --product keshikomi
	build bench-build -c release --product bench
	for folder in $${FOLDER:-$${TMPDIR:-/tmp} /dev/shm}; do
	  echo "$$folder: $$(stat -f -c %T $$folder)"
	  "$$(swift build -c release --show-bin-path)/bench" disturb kill --runs $${RUNS:-2000} \
	    --folder $$folder --seed $${SEED:-1}
	done

live: needs
	$(build)
	build keshikomi-build -c release --product keshikomi
	build bench-build -c release --product bench
	"$$(swift build -c release --show-bin-path)/bench" live --seeds $${SEEDS:-200} --first $${FIRST:-1}

# DAYS measured after each of FILLS fills of FILL days; ORDERS and DEPOSITS a day.
growth: needs
	$(build)
	build bench-build -c release --product bench
	"$$(swift build -c release --show-bin-path)/bench" growth --days $${DAYS:-7} \
	  --fills $${FILLS:-10} --fill $${FILL:-182} --orders $${ORDERS:-6600} \
	  --deposits $${DEPOSITS:-5500} --behind "$${BEHIND:-}"

tamper: needs
	$(build)
	build test-build --build-tests
	KESHIKOMI_LONG=1 swift test --skip-build --filter TamperTests >$(LOGS)/tamper.log 2>&1 || \
	  { grep -aE '✘|↳' $(LOGS)/tamper.log | head -n 20 >&2; exit 1; }
	grep -a 'bytes changed' $(LOGS)/tamper.log

undo: needs
	$(build)
	build bench-build -c release --product bench
	"$$(swift build -c release --show-bin-path)/bench" undo --seeds $${SEEDS:-10000}

# Seeds are the samples of our own and what was found before; the corpus grows in .build/fuzz. An
# input that breaks a reader is kept there as found-*: make it small with
# `.build/fuzz/csv -minimize_crash=1 -runs=100000 FILE` and put it into fixtures/fuzz/, where a test
# reads it for good.
READER ?= csv
TIME ?= 60
fuzz_csv := CSV csv
fuzz_orders := Orders csv
fuzz_settlements := Settlements csv tsv
fuzz_zengin := Zengin txt dat
fuzz_xml := XML xml
fuzz_answers := Answers csv
fuzz_policy := Policy
fuzz_xlsx := Xlsx
# Of Running, what opens policy files and ZIPs; of Recording, the words that it is written in.
fuzz_running := Settings SettingsTemplate SettingsTerms SettingsBooks YAMLBounds YAMLWalk YAMLValues \
  ProfileReader ProviderSettings SettlementProfileReader WorkbookParts ZipFile Posix Publishing \
  Workspace NewFile FileToRead OverrideRefusal Clock
fuzz: needs
	harness='$(firstword $(fuzz_$(READER)))'
	[ -n "$$harness" ] || { echo 'make: READER is csv, orders, settlements, zengin, xml, answers, policy or xlsx' >&2; exit 1; }
	out=.build/fuzz
	corpus=$$out/corpus-$(READER)
	mkdir -p "$$corpus" $$out/seeds-$(READER)
	flags=(-O -g -wmo -parse-as-library -swift-version 6 -enable-testing -sanitize=fuzzer,address)
	flags+=(-I $$out -I Sources/CLibXML2)
	for feature in ExistentialAny InternalImportsByDefault MemberImportVisibility; do
	  flags+=(-enable-upcoming-feature "$$feature")
	done
	for include in $$(pkg-config --cflags libxml-2.0); do flags+=(-Xcc "$$include"); done
	compile() {
	  module=$$1
	  shift
	  swiftc "$${flags[@]}" -module-name "$$module" -emit-module \
	    -emit-module-path $$out/"$$module".swiftmodule -c "$$@" -o $$out/"$$module".o
	}
	compile Model $$(find Sources/Model -name '*.swift')
	compile Reading $$(find Sources/Reading -name '*.swift')
	objects=($$out/Model.o $$out/Reading.o $$out/Fuzzing.o)
	sources=(Tests/Fuzzing/Fuzz$$harness.swift)
	case $(READER) in
	policy | xlsx)
	  yams=.build/checkouts/Yams/Sources
	  [ -d $$yams ] || swift package resolve >$(LOGS)/fuzz-resolve.log 2>&1
	  flags+=(-I $$yams/CYaml/include -I Sources/CCrypto -I Sources/CZip -I Sources/CMalloc)
	  for include in $$(pkg-config --cflags libcrypto libzip); do flags+=(-Xcc "$$include"); done
	  for file in $$yams/CYaml/src/*.c; do
	    clang -O1 -g -fsanitize=address,fuzzer-no-link -I $$yams/CYaml/include -c "$$file" \
	      -o $$out/cyaml-"$$(basename "$$file" .c)".o
	  done
	  swiftc -O -g -wmo -parse-as-library -swift-version 5 -DSWIFT_PACKAGE \
	    -sanitize=fuzzer,address -I $$out -I $$yams/CYaml/include -module-name Yams -emit-module \
	    -emit-module-path $$out/Yams.swiftmodule -c $$yams/Yams/*.swift -o $$out/Yams.o
	  for module in Tables Deciding Hashing; do
	    compile $$module $$(find Sources/$$module -name '*.swift')
	  done
	  compile Recording Sources/Recording/AccountKey.swift Sources/Recording/LedgerTypes.swift
	  compile Running $(fuzz_running:%=Sources/Running/%.swift)
	  for module in Tables Deciding Hashing Recording Running Yams; do
	    objects+=($$out/$$module.o)
	  done
	  objects+=($$out/cyaml-*.o $$(pkg-config --libs libcrypto libzip))
	  ;;
	*) sources+=(Tests/Fuzzing/FuzzBody.swift Tests/TestKit/ReadingPromises.swift) ;;
	esac
	dict=Tests/Fuzzing/$(READER).dict
	case $(READER) in
	orders | settlements)
	  sources+=(Tests/Fuzzing/FuzzRows.swift)
	  dict=Tests/Fuzzing/csv.dict
	  ;;
	esac
	compile Fuzzing "$${sources[@]}"
	swiftc -use-ld=lld -sanitize=fuzzer,address "$${objects[@]}" \
	  $$(pkg-config --libs libxml-2.0) -o $$out/$(READER)
	for kind in $(wordlist 2,9,$(fuzz_$(READER))); do
	  for file in $$(find fixtures/formats -name "sample.$$kind") fixtures/fuzz/$(READER)/*; do
	    if [ -f "$$file" ]; then cp "$$file" $$out/seeds-$(READER)/"$$(echo "$$file" | tr / _)"; fi
	  done
	done
	code=0
	ASAN_OPTIONS=detect_leaks=0 $$out/$(READER) -max_total_time=$(TIME) -timeout=10 \
	  -rss_limit_mb=1024 -max_len=20000 -print_final_stats=1 -dict="$$dict" \
	  -artifact_prefix=$$out/found-$(READER)- "$$corpus" $$out/seeds-$(READER) \
	  >$$out/$(READER).log 2>&1 || code=$$?
	grep -aE 'DONE|^stat::|Fatal error|ERROR|SUMMARY|Test unit written|slow-unit|Done ' \
	  $$out/$(READER).log | cut -c 1-400
	exit $$code

# Chromium and LibreOffice come from the system (apt-get install chromium fonts-noto-cjk
# libreoffice-calc); axe-core is in a package of PyPI.
define lookers
	python=.build/pages/bin/python
	mkdir -p $(LOGS)
	"$$python" -c 'import axe_playwright_python, openpyxl' 2>/dev/null ||
	  { python3 -m venv .build/pages && .build/pages/bin/pip install -q axe-playwright-python 'openpyxl>=3.1'; } \
	    >$(LOGS)/pages.log 2>&1 </dev/null || { echo 'make: no axe-core ($(LOGS)/pages.log)' >&2; exit 1; }
endef

a11y:
	$(lookers)
	command -v chromium >/dev/null || { echo 'make: install chromium and fonts-noto-cjk' >&2; exit 1; }
	for page in reports/sample/*/*/report.html; do
	  echo "── $$page"
	  "$$python" Tests/Pages/look.py "$$page"
	done

bench-report: needs
	$(build)
	$(lookers)
	build bench-build -c release --product bench
	rm -rf .build/bench-report
	"$$(swift build -c release --show-bin-path)/bench" report --cases $${CASES:-20000} --into .build/bench-report
	"$$python" Tests/Pages/look.py .build/bench-report/report.html

# LibreOffice says nothing of a repair on the command line: what it reads and writes again as CSV
# has every row, and no file but a sound one comes through.
workbooks: bench-report
	$(lookers)
	"$$python" Tests/Pages/workbook.py .build/bench-report/report.xlsx
	cd .build/bench-report
	soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1' report.xlsx
	rows=$$(grep -c N02- report*.csv | tail -n 1)
	echo "LibreOffice read $$rows rows of the first sheet"

people:
	mkdir -p $(LOGS)
	.build/people/bin/python -c 'import openpyxl' 2>/dev/null ||
	  { python3 -m venv .build/people && .build/people/bin/pip install -q 'openpyxl>=3.1'; } \
	    >$(LOGS)/people.log 2>&1 </dev/null || { echo 'make: no openpyxl ($(LOGS)/people.log)' >&2; exit 1; }
	echo 'openpyxl is in .build/people'

# The whole test suite under a sanitizer, in a build of its own: SANITIZER=address or thread.
SANITIZER ?= address
sanitize: needs
	mkdir -p $(LOGS)
	skip=()
	# The thread sanitizer keeps a part of its shadow in a file: where files may not grow, no program
	# that has it starts.
	[ $(SANITIZER) != thread ] || skip=(--skip fileSizeLimit)
	ASAN_OPTIONS=detect_leaks=0 swift test --sanitize=$(SANITIZER) "$${skip[@]}" \
	  --scratch-path .build/sanitize-$(SANITIZER) -j $(JOBS) >$(LOGS)/sanitize.log 2>&1 || \
	  { grep -aE '✘|ERROR: AddressSanitizer|WARNING: ThreadSanitizer' $(LOGS)/sanitize.log | \
	  sort -u | head -n 40 >&2; exit 1; }
	grep -aE 'Test run with' $(LOGS)/sanitize.log | tail -n 1

lint:
	swift format lint --strict --parallel -r Sources Tests Package.swift

clean:
	rm -rf .build run
