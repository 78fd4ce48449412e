package main_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/explain"
)

// stable are the codes of violations and warnings (docs/format.md). They are never
// renamed and never used for anything else.
const stable = `
	E_UNSIGNED E_KEY_UNKNOWN E_KEY_RETIRED E_KEY_DUP E_REVOKED E_ROLE E_ACTOR E_SOD E_THRESHOLD
	E_OBJ_FORM E_OBJ_HASH E_SIG_FORM E_SIG_BAD E_SIG_NAMESPACE E_SIG_ALG E_SIG_PRESENCE E_SIG_CERT
	E_LEDGER E_REF E_SEQ E_CHAIN E_MERGE E_ROOT E_TRAILER E_TIME E_LIMIT
	E_PROCEDURE_AUTH E_PROCEDURE_MIXED E_PROCEDURE_VERSION E_PROCEDURE_MISSING E_PROCEDURE_LOCKOUT
	E_TRANSITION E_STATE E_SCOPE E_DELETE E_HISTORY E_ID E_PATH E_YAML E_SCHEMA E_TEXT
	E_REVIEW_STALE E_DIGEST E_VERSION E_TAG_MISSING E_TAG_MOVED E_TAG_NAME E_TAG_UNSIGNED E_TAG_TARGET E_TAG_ORPHAN
	E_ROLLBACK E_FORK E_STALE E_TRUST_ROOT E_SHALLOW E_TAGS_ABSENT E_REPAIR
	W_REPAIRED W_ATTESTED W_UNFINISHED W_LOOKALIKE W_ATTRIBUTES W_ONE_AMENDER W_KEY_UNPROVEN W_REPLACE W_GRAFTS
	W_CLOCK W_DELEGATION W_EMERGENCY W_SAME_PERSON W_NO_HOLDER`

// codeWord is a code anywhere in a text.
var codeWord = regexp.MustCompile(`\b[EW]_[A-Z][A-Z_]*[A-Z]\b`)

// Every code is asserted by a script or a test, and no other code has a page.
func TestCodes(t *testing.T) {
	asserted := scripted(t)
	for _, p := range source(t) {
		for _, f := range p.tests {
			if p.dir != "pkg/explain" && !strings.HasPrefix(p.name(f), "explain") && p.name(f) != "codes_test.go" {
				maps.Copy(asserted, quoted(f))
			}
		}
	}
	codes := strings.Fields(stable)
	for _, code := range codes {
		if !asserted[code] {
			t.Errorf("no script and no test asserts %s", code)
		}
	}
	pages := slices.DeleteFunc(explain.Codes(), func(c string) bool { return !codeWord.MatchString(c) })
	slices.Sort(pages)
	if slices.Sort(codes); !slices.Equal(codes, pages) {
		t.Errorf("the codes listed here are %v, those with a page %v", codes, pages)
	}
}

// scripted are the codes of all scripts.
func scripted(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(top, "testdata", "script", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, name := range files {
		maps.Copy(found, asserts(t, name))
	}
	return found
}

// asserts are the codes of one script, comments left out.
func asserts(t *testing.T, name string) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "! ") {
			note(found, line)
		}
	}
	return found
}

// quoted are the codes in the texts of a Go file.
func quoted(f *ast.File) map[string]bool {
	found := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			text, _ := strconv.Unquote(l.Value)
			note(found, text)
		}
		return true
	})
	return found
}

func note(found map[string]bool, text string) {
	for _, code := range codeWord.FindAllString(text, -1) {
		found[code] = true
	}
}

// Each line of docs/attacks.md has its script, and the script asserts its codes.
func TestAttacksAreScripted(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(top, "docs", "attacks.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\| (\d+) \| .* \| (.*) \|$`).FindAllStringSubmatch(string(text), -1)
	for i, row := range rows {
		n, err := strconv.Atoi(row[1])
		if err != nil || n != i+1 {
			t.Fatalf("line %d has the number %s", i+1, row[1])
		}
		files, _ := filepath.Glob(filepath.Join(top, "testdata", "script", fmt.Sprintf("attack_%02d_*.txtar", n)))
		if len(files) != 1 {
			t.Fatalf("attack %s has %d scripts, want one", row[1], len(files))
		}
		found := asserts(t, files[0])
		for _, code := range codeWord.FindAllString(row[2], -1) {
			if !found[code] {
				t.Errorf("attack %s: %s does not assert %s", row[1], files[0], code)
			}
		}
	}
	all, _ := filepath.Glob(filepath.Join(top, "testdata", "script", "attack_*.txtar"))
	if len(all) != len(rows) {
		t.Errorf("docs/attacks.md has %d lines, there are %d scripts", len(rows), len(all))
	}
}
