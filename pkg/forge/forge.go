// Package forge holds the files with which a forge checks a catalogue: the workflow,
// who reviews changes, the template of a pull request. It fills them in with facts that
// it is given, in the reader's language, and writes nothing; it knows no Git.
package forge

import (
	"bytes"
	"embed"
	"fmt"
	"path"
	"regexp"
	"strings"
	"text/template"
	"unicode"
	"unicode/utf8"

	"github.com/service-catalogue/sc/pkg/lang"
)

// Facts are what the files say of a catalogue.
type Facts struct {
	Organisation string
	Root         string // the catalogue's folder, from the top of the repository
	Branch       string // the ledger branch
	Ledger       string // the ledger's id, sha256:…
	Program      Program
	Duties       []Duty
}

// Program is the sc that the checks run.
type Program struct {
	Version string // of the module, such as v1.4.0
	Commit  string // that it was built from; empty where that is not known
}

// Duty is a file or folder with the people who review changes of it.
type Duty struct {
	Path   string // from the top of the repository; a folder ends in a slash
	People []Person
}

// Person is somebody of the procedure.
type Person struct {
	ID, Email string
}

// File is one file for a forge, by its path from the top of the repository.
type File struct {
	Path  string
	Data  []byte
	Entry bool     // the forge's own beginning, which most repositories have already
	Else  []string // where else the forge looks for such a file, and would not find both
}

// forges are the forges by name, each with its files.
var forges = []struct {
	name  string
	files []source
	rows  func([]Duty) []string
}{
	{"github", []source{
		{name: "github/workflow.yml", to: ".github/workflows/service-catalogue.yml"},
		{name: "owners", to: ".github/CODEOWNERS", others: owned()},
		{name: "pull-request.md", to: ".github/pull_request_template.md", others: templates(".github")},
	}, byEmail},
	{"gitlab", []source{
		{name: "gitlab/jobs.yml", to: ".gitlab/service-catalogue.yml"},
		{name: "gitlab/main.yml", to: ".gitlab-ci.yml", entry: true},
		{name: "owners", to: ".gitlab/CODEOWNERS", others: owned()},
		{name: "pull-request.md", to: ".gitlab/merge_request_templates/Default.md"},
	}, byEmail},
	{"gitea", []source{
		{name: "gitea/workflow.yml", to: ".gitea/workflows/service-catalogue.yml"},
		{name: "owners", to: ".gitea/CODEOWNERS", others: owned()},
		{name: "pull-request.md", to: ".gitea/pull_request_template.md", others: templates(".gitea")},
	}, byName},
}

// source is a file here, and where it goes.
type source struct {
	name, to string
	entry    bool
	others   []string
}

// owned are the other places where a forge looks for CODEOWNERS.
func owned() []string { return []string{"CODEOWNERS", "docs/CODEOWNERS"} }

// templates are the other places where GitHub and Gitea look for the template of pull
// requests.
func templates(folder string) []string {
	lower, upper := "pull_request_template.md", "PULL_REQUEST_TEMPLATE.md"
	return []string{folder + "/" + upper, lower, upper, "docs/" + lower, "docs/" + upper}
}

//go:embed files
var files embed.FS

// Names are the forges that Files knows.
func Names() []string {
	names := make([]string, len(forges))
	for i, f := range forges {
		names[i] = f.name
	}
	return names
}

// Files are the files of a forge, in the language, filled in. A name that is not among
// Names has none.
func Files(name string, facts Facts, l lang.Language) ([]File, error) {
	var made []File
	for _, f := range forges {
		if f.name != name {
			continue
		}
		p := page{Facts: facts, Action: facts.Program.action(), Version: facts.Program.module(), Rows: f.rows(facts.Duties)}
		for _, s := range f.files {
			text, err := fill(s.name, p, l)
			if err != nil {
				return nil, err
			}
			made = append(made, File{Path: s.to, Data: text, Entry: s.entry, Else: s.others})
		}
	}
	return made, nil
}

// page is what the templates see.
type page struct {
	Facts
	Action  string // what a workflow of GitHub uses
	Version string // what the Go tool installs
	Rows    []string
}

// The actions that workflows use, by commit: a tag can be moved.
const (
	checkout = "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
	setupGo  = "b7ad1dad31e06c5925ef5d2fc7ad053ef454303e # v7.0.0"
)

func fill(name string, p page, l lang.Language) ([]byte, error) {
	t, err := template.New(path.Base(name)).Funcs(template.FuncMap{
		"say": func(en, zh string) string {
			if l == lang.Chinese {
				return zh
			}
			return en
		},
		"lang":     func() string { return string(l) },
		"yaml":     quoted,
		"checkout": func() string { return checkout },
		"setupGo":  func() string { return setupGo },
	}).ParseFS(files, "files/"+name)
	if err != nil {
		return nil, fmt.Errorf("read the template %s: %w", name, err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, p); err != nil {
		return nil, fmt.Errorf("fill in %s: %w", name, err)
	}
	return out.Bytes(), nil
}

// quoted is a text as YAML has it between single quotation marks, which keeps it as it
// is, whatever is in it.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// Nameable reports whether a branch can be named in the rules of every forge, as it is.
func Nameable(branch string) bool {
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
	first, _ := utf8.DecodeRuneInString(branch)
	return word(first) && strings.IndexFunc(branch, func(r rune) bool {
		return !word(r) && !strings.ContainsRune("._/-", r)
	}) < 0
}

// release is a version that was released: others have no tag.
var release = regexp.MustCompile(`^v[0-9]+\.[0-9]+\.[0-9]+$`)

// Released reports whether the program is a release, so that checks can name it.
func (p Program) Released() bool { return release.MatchString(p.Version) }

// action names the action of this very program, by its commit where that is known.
func (p Program) action() string {
	const name = "service-catalogue/sc@"
	switch {
	case p.Commit != "" && p.Released():
		return name + p.Commit + " # " + p.Version
	case p.Released():
		return name + p.Version
	}
	return name + "main"
}

// module is the version that the Go tool installs.
func (p Program) module() string {
	if p.Released() {
		return p.Version
	}
	return "main"
}
