package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/lang"
)

// rezipped is an archive with one part changed.
func rezipped(t *testing.T, data []byte, name string, change func([]byte) []byte) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, f := range from.File {
		part, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			text = change(text)
		}
		w, err := to.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Of a sheet that breaks off nothing is taken, wherever it does.
func TestADamagedSheetIsRefused(t *testing.T) {
	t.Parallel()
	data := written(t, lang.English, asWorkbook)
	const part = "xl/worksheets/sheet1.xml"
	last := func(text []byte) int { return bytes.LastIndex(text, []byte("<row ")) }
	for name, cut := range map[string]func([]byte) []byte{
		"between rows": func(text []byte) []byte { return text[:last(text)] },
		"in a row":     func(text []byte) []byte { return text[:last(text)+20] },
		"in a tag":     func(text []byte) []byte { return bytes.Replace(text, []byte("</row>"), []byte("</ro"), 1) },
	} {
		_, err := ReadFile(rezipped(t, data, part, cut), Usual())
		if err == nil || !strings.Contains(err.Error(), "no table that can be read") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := ReadFile(rezipped(t, data, part, func(text []byte) []byte { return text }), Usual()); err != nil {
		t.Errorf("the whole sheet: %v", err)
	}
}

// A workbook with macros is refused, and so is what else is packed as one is.
func TestAnotherArchiveIsRefused(t *testing.T) {
	t.Parallel()
	for part, want := range map[string]string{"xl/vbaProject.bin": "has macros", "word/document.xml": "no workbook of Excel"} {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for _, name := range []string{"xl/workbook.xml", part} {
			if name == "xl/workbook.xml" && part != "xl/vbaProject.bin" {
				continue
			}
			if _, err := z.Create(name); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadFile(out.Bytes(), Usual()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", part, err)
		}
	}
}
