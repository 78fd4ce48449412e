package lang

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// present reports whether the package that a table is of is in the sources.
func present(root, folder string) bool {
	_, err := os.Stat(filepath.Join(root, filepath.FromSlash(folder)))
	return err == nil
}

func TestEverySentenceHasItsChinese(t *testing.T) {
	t.Parallel()
	known := chinese()
	for _, u := range uses(t, moduleRoot(t)) {
		if _, ok := known[u.text]; !ok {
			t.Errorf("%s: no Chinese for %q", u.at, u.text)
		}
	}
}

// TestNoChineseIsLeftOver: what no source says goes away with the sentence. The
// table of a package that is not there yet waits for it.
func TestNoChineseIsLeftOver(t *testing.T) {
	t.Parallel()
	root := moduleRoot(t)
	said := map[string]bool{}
	for _, u := range uses(t, root) {
		said[u.text] = true
	}
	for _, table := range zhTables() {
		if !present(root, table.of) {
			continue
		}
		for key := range table.texts {
			if !said[key] {
				t.Errorf("%s: nothing says %q any more", table.of, key)
			}
		}
	}
}

func TestNoSentenceStandsTwice(t *testing.T) {
	t.Parallel()
	first := map[string]string{}
	for _, table := range append([]table{{"words", zhWords()}}, zhTables()...) {
		for key, text := range table.texts {
			if of, twice := first[key]; twice {
				t.Errorf("%q stands in %s and in %s", key, of, table.of)
			}
			if first[key] = table.of; strings.TrimSpace(text) == "" {
				t.Errorf("%s: %q has no text", table.of, key)
			}
		}
	}
}

var verb = regexp.MustCompile(`%(?:\[([0-9])\])?(.)`)

// verbs are the values that a text takes: their number, sorted, and how each is
// shown.
func verbs(text string) []string {
	var all []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(text, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next = int(m[1][0] - '0')
		}
		all = append(all, string(rune('0'+next))+m[2])
		next++
	}
	slices.Sort(all)
	return all
}

func TestVerbsAgree(t *testing.T) {
	t.Parallel()
	for key, text := range chinese() {
		if !slices.Equal(verbs(key), verbs(text)) {
			if _, word := zhWords()[key]; word {
				continue // a word is never a format
			}
			t.Errorf("%q takes %v, %q takes %v", key, verbs(key), text, verbs(text))
		}
		for _, v := range verbs(key) {
			if v[1] != 's' && v[1] != 'q' {
				t.Errorf("%q has the verb %%%c; sentences have %%s and %%q only", key, v[1])
			}
		}
	}
}

func TestEnglishTermsAreTermsInChineseToo(t *testing.T) {
	t.Parallel()
	for key := range english() {
		if _, ok := chinese()[key]; !ok {
			t.Errorf("%q has an English text and no Chinese one", key)
		}
	}
}

// quotedWord is a term as Go, JSON and YAML write it.
var quotedWord = regexp.MustCompile("[\"`]([^\"`\\n]+)[\"`]")

var plainWord = regexp.MustCompile(`[A-Za-z][A-Za-z0-9_.-]*`)

// TestNoWordIsLeftOver: a term that no source, schema, procedure or sample has goes away.
// Terms are values of records and fields, so any place where one stands counts.
func TestNoWordIsLeftOver(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	root := moduleRoot(t)
	for _, u := range uses(t, root) {
		there[u.text] = true
	}
	for _, top := range []string{"pkg", "schemas", "catalogue"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || filepath.Base(filepath.Dir(path)) == "lang" {
				return err
			}
			text, err := os.ReadFile(path)
			switch filepath.Ext(path) {
			case ".go", ".json":
				for _, m := range quotedWord.FindAllStringSubmatch(string(text), -1) {
					there[m[1]] = true
				}
			case ".yaml", ".html", ".xml":
				for _, word := range plainWord.FindAllString(string(text), -1) {
					there[word] = true
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for key := range zhWords() {
		if !there[key] {
			t.Errorf("words: nothing says %q any more", key)
		}
	}
}
