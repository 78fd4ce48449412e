package validator

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Source is one record's file in a catalogue, and the kind that its path makes it.
type Source struct {
	File string // path in the catalogue, with forward slashes
	Kind Kind
}

// folders says which files a catalogue may hold where (docs/format.md, "Paths").
// Attachments lie in requests/<year>/files and agreements/<year>/files.
var folders = []struct {
	folder string
	kind   Kind
	file   *regexp.Regexp
}{
	{"services", Service, regexp.MustCompile(`^services/svc-[a-z0-9]+(-[a-z0-9]+)*\.yaml$`)},
	{"requests", Request, regexp.MustCompile(`^requests/[0-9]{4}/([1-9][0-9]*000/)?SLR-[0-9]{4}-[0-9]{4,}\.yaml$`)},
	{"meetings", Meeting, regexp.MustCompile(`^meetings/[0-9]{4}/([1-9][0-9]*000/)?MTG-[0-9]{4}-[0-9]{4,}\.yaml$`)},
	{"rulings", Ruling, regexp.MustCompile(`^rulings/[0-9]{4}/([1-9][0-9]*000/)?RUL-[0-9]{4}-[0-9]{4,}\.yaml$`)},
	{"confirmations", Confirmation, regexp.MustCompile(`^confirmations/[0-9]{4}/([1-9][0-9]*000/)?CNF-[0-9]{4}-[0-9]{4,}\.yaml$`)},
	{"reviews", PeriodicReview, regexp.MustCompile(`^reviews/[0-9]{4}/([1-9][0-9]*000/)?REV-[0-9]{4}-[0-9]{4,}\.yaml$`)},
	{"agreements", Agreement, regexp.MustCompile(`^agreements/[0-9]{4}/([1-9][0-9]*000/)?SLA-[0-9]{4}-[0-9]{4,}\.yaml$`)},
	{"improvements", Improvement, regexp.MustCompile(`^improvements/[0-9]{4}/([1-9][0-9]*000/)?IMP-[0-9]{4}-[0-9]{4,}\.yaml$`)},
	{"procedure.yaml", Procedure, regexp.MustCompile(`^procedure\.yaml$`)},
	{"versions", Version, regexp.MustCompile(`^versions/[0-9]+\.[0-9]+\.[0-9]+\.yaml$`)},
}

// Folders are the names at the top of a catalogue below which records lie, and that
// of the procedure.
func Folders() []string {
	names := make([]string, len(folders))
	for i, f := range folders {
		names[i] = f.folder
	}
	return names
}

// Globs are the files of each kind as editors name them, from the catalogue's folder.
func Globs() map[Kind]string {
	globs := map[Kind]string{}
	for _, f := range folders {
		switch {
		case path.Ext(f.folder) != "":
			globs[f.kind] = f.folder
		case f.kind == Service:
			globs[f.kind] = f.folder + "/*.yaml"
		default:
			globs[f.kind] = f.folder + "/**/*.yaml"
		}
	}
	return globs
}

var attachmentFolder = regexp.MustCompile(`^(requests|agreements)/[0-9]{4}/files$`)

// Catalogue lists the records of a catalogue, sorted by path, with a finding for
// each file beside them that does not belong there and for each link. An empty
// list means that the folder holds no catalogue. Where kinds are given, only records
// of these are looked for. The error is the file system's.
func Catalogue(catalogue fs.FS, kinds ...Kind) ([]Source, []finding.Finding, error) {
	w := &walk{}
	for _, f := range folders {
		if len(kinds) > 0 && !slices.Contains(kinds, f.kind) {
			continue
		}
		w.kind, w.pattern = f.kind, f.file
		if err := w.top(catalogue, f.folder); err != nil {
			return nil, nil, fmt.Errorf("list %s: %w", f.folder, err)
		}
	}
	slices.SortFunc(w.sources, func(a, b Source) int { return strings.Compare(a.File, b.File) })
	finding.Sort(w.findings)
	return w.sources, w.findings, nil
}

type walk struct {
	kind     Kind
	pattern  *regexp.Regexp
	sources  []Source
	findings []finding.Finding
}

// top walks one of the names at the top of a catalogue. WalkDir would follow it
// where it is a link.
func (w *walk) top(catalogue fs.FS, name string) error {
	info, err := fs.Lstat(catalogue, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return fs.WalkDir(catalogue, name, w.visit)
	}
	return w.visit(name, fs.FileInfoToDirEntry(info), nil)
}

func (w *walk) visit(name string, entry fs.DirEntry, err error) error {
	switch {
	case err != nil:
		return err
	case entry.IsDir() && attachmentFolder.MatchString(name):
		return fs.SkipDir
	case entry.IsDir():
	case strings.HasPrefix(path.Base(name), "."):
	case !entry.Type().IsRegular():
		w.report(name, finding.Finding{
			Rule: "path/irregular", Severity: finding.Error,
			Message: finding.Say("not a regular file, such as a link; records are files"),
			Hint:    finding.Say("put the file itself here"),
		})
	case w.pattern.MatchString(name):
		w.sources = append(w.sources, Source{name, w.kind})
	case slices.Contains([]string{".yaml", ".yml"}, strings.ToLower(path.Ext(name))):
		w.report(name, finding.Finding{
			Rule: "path/name", Severity: finding.Error,
			Message: finding.Say("this name is not that of a record of the kind %s", string(w.kind)),
			Hint:    finding.Say("name it as its id, in lower or upper case as the id is, and end it in .yaml"),
		})
	default:
		w.report(name, finding.Finding{
			Rule: "path/foreign", Severity: finding.Warning,
			Message: finding.Say("this file is no record and is passed over"),
			Hint:    finding.Say("keep other files outside the catalogue"),
		})
	}
	return nil
}

// report notes a finding about a file as a whole.
func (w *walk) report(name string, f finding.Finding) {
	f.File = name
	w.findings = append(w.findings, f)
}
