package pack

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/rulebook"
)

// The files of a pack that it makes itself.
const (
	Manifest         = "MANIFEST.sha256"
	verificationFile = "verification.json"
)

// Verified is the file of what "sc verify" found.
func Verified(text []byte) File { return File{Name: verificationFile, Text: text} }

//go:embed pages
var pages embed.FS

// page is a page of the pack: its own values, and what all have.
type page struct {
	*Assessed
	Top    string // the way to the top of the pack
	Here   string
	Title  string
	Style  template.CSS
	Change *Change // of a page about one
}

// sheets are the pages and their templates.
func (a *Assessed) sheets() []page {
	say := a.Words.Say
	all := []page{
		{Here: "index.html", Title: say.T("Audit pack")},
		{Here: "sample.html", Title: say.T("Changes drawn at random")},
		{Here: "people.html", Title: say.T("People, roles and keys")},
		{Here: "procedure.html", Title: say.T("The procedure and its amendments")},
		{Here: "limits.html", Title: say.T("What the ledger cannot show")},
	}
	for i, c := range a.Changes {
		all = append(all, page{Here: "changes/" + string(c.Request.ID) + ".html", Top: "../", Title: string(c.Request.ID), Change: &a.Changes[i]})
	}
	for i := range all {
		all[i].Assessed, all[i].Style = a, template.CSS(rulebook.Style())
	}
	return all
}

// Write writes the archive: the pages, the files that were given, and a manifest of all.
func (a *Assessed) Write(w io.Writer) error {
	files, err := a.rendered()
	if err != nil {
		return err
	}
	files = append(files, a.Files...)
	slices.SortFunc(files, func(x, y File) int { return cmp.Compare(x.Name, y.Name) })
	files = append(files, File{Name: Manifest, Text: sums(files)})
	z := zip.NewWriter(w)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
		out, err := z.CreateHeader(h)
		if err == nil {
			_, err = out.Write(f.Text)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// sums are the SHA-256 of files, as sha256sum prints them.
func sums(files []File) []byte {
	var text bytes.Buffer
	for _, f := range files {
		sum := sha256.Sum256(f.Text)
		text.WriteString(hex.EncodeToString(sum[:]) + "  " + f.Name + "\n")
	}
	return text.Bytes()
}

// rendered are the pages.
func (a *Assessed) rendered() ([]File, error) {
	base, err := template.New("base.html").Funcs(a.functions()).ParseFS(pages, "pages/base.html")
	if err != nil {
		return nil, err
	}
	var files []File
	for _, p := range a.sheets() {
		name := p.Here
		if p.Change != nil {
			name = "change.html"
		}
		t, err := template.Must(base.Clone()).ParseFS(pages, "pages/"+name)
		if err != nil {
			return nil, err
		}
		var text bytes.Buffer
		if err := t.Execute(&text, p); err != nil {
			return nil, err
		}
		files = append(files, File{Name: p.Here, Text: text.Bytes()})
	}
	return files, nil
}

func (a *Assessed) functions() template.FuncMap {
	return template.FuncMap{
		"t": a.Words.Say.T, "word": a.Words.Say.Word, "field": a.Words.Field, "text": a.Words.Text,
		"lang": func() string { return string(a.Words.Say.Language()) },
		"day": func(at string) string {
			return strings.Replace(at[:min(len(at), len("2006-01-02T15:04"))], "T", " ", 1)
		},
		"short": func(commit string) string { return commit[:min(len(commit), 10)] },
		"list":  a.Words.List,
	}
}

// Listed are the files that a page names, by their kinds.
func (a *Assessed) Listed() []File {
	return slices.DeleteFunc(slices.Clone(a.Files), func(f File) bool { return f.Title == "" })
}

// Questions is how many there are.
func (a *Assessed) Questions() int { n, _ := a.Count(); return n }

// Open is how many questions have gaps.
func (a *Assessed) Open() int { _, n := a.Count(); return n }

// Drawn are the ids that a sample was drawn from.
func (a *Assessed) Drawn() []procedure.RequestID { return Population(a.Facts) }
