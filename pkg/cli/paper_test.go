package cli

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/lang"
	"github.com/service-catalogue/sc/pkg/rulebook"
	"github.com/service-catalogue/sc/pkg/word"
	"github.com/service-catalogue/sc/pkg/wording"
)

// paperValues are what each document is filled with.
func paperValues(words wording.Wording) map[string]any {
	form := requestPaper{Asks: []askPaper{{Levels: []levelPaper{{Metric: "a"}}}}}
	return map[string]any{
		"catalogue": export.Edition{}.WordValues(words), "request": form,
		"agenda": agendaPaper{Items: []itemPaper{{ID: "a"}}}, "minutes": minutesPaper{}, "release": releasePaper{}, "sla": agreementPaper{Services: []export.WordService{{}}}, "procedure": rulebook.Values{},
	}
}

func paperWords(l lang.Language) wording.Wording {
	return wording.Wording{Say: lang.New(l), List: func(items []string) string { return strings.Join(items, ", ") }}
}

// Each template that comes with the program uses place-holders that its document has,
// also as it is after it was written to a file to be edited.
func TestTemplatesFitTheirDocuments(t *testing.T) {
	t.Parallel()
	for _, l := range []lang.Language{lang.Chinese, lang.English} {
		values := paperValues(paperWords(l))
		for _, p := range papers() {
			shipped, err := export.Template(p.name, paperWords(l))
			if err != nil {
				t.Fatal(err)
			}
			var printed, out bytes.Buffer
			if err := shipped.Write(&printed); err != nil {
				t.Fatal(err)
			}
			edited, err := word.Open(printed.Bytes(), word.Usual())
			if err != nil {
				t.Fatalf("%s in %s: %v", p.name, l, err)
			}
			if err := edited.Fill(&out, values[p.name]); err != nil {
				t.Errorf("%s in %s: %v", p.name, l, err)
			}
			again, err := word.Open(out.Bytes(), word.Usual())
			if err != nil || len(again.Tables()) < 2 {
				t.Errorf("%s in %s is no document: %v", p.name, l, err)
			}
		}
	}
}

// docs/documents.md names every place-holder of every document, and no other.
func TestPlaceHoldersAreDocumented(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/documents.md")
	if err != nil {
		t.Fatal(err)
	}
	values := paperValues(paperWords(lang.English))
	for _, p := range papers() {
		_, part, _ := strings.Cut(string(text), "\n### `"+p.name+"`")
		part, _, _ = strings.Cut(part, "\n#")
		said := map[string]bool{}
		for i, name := range strings.Split(part, "`") {
			said[name] = i%2 == 1
		}
		for _, name := range word.Names(values[p.name]) {
			if !said[name] {
				t.Errorf("%s: %s is not documented", p.name, name)
			}
			delete(said, name)
		}
		for name, is := range said {
			if is {
				t.Errorf("%s: there is no %s", p.name, name)
			}
		}
	}
}

// The form says what it cannot do without, which is what a requirement must have.
func TestFormSaysWhatIsNeeded(t *testing.T) {
	t.Parallel()
	for l, want := range map[lang.Language]string{lang.English: "only title and customer are needed", lang.Chinese: "只有标题和客户为必填"} {
		form, err := export.Template("request", paperWords(l))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := form.Fill(&out, requestPaper{}); err != nil {
			t.Fatal(err)
		}
		filled, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		text, err := fs.ReadFile(filled, "word/document.xml")
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: the form does not say: %s", l, want)
		}
	}
}
