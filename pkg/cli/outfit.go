package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/editor"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/forge"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
	"github.com/service-catalogue/sc/pkg/validator"
	"github.com/service-catalogue/sc/schemas"
)

// What becomes of a file of the outfit. A person's own file is never overwritten.
const (
	pieceWritten = "written" // it was not there
	pieceAmended = "amended" // settings, into which ours were put
	pieceSame    = "same"    // it is there already, byte for byte
	pieceKept    = "kept"    // another one is there
)

// piece is a file of the outfit: what surrounds a catalogue, and is no part of it.
type piece struct {
	Path  string `json:"path"` // from the top of the repository
	State string `json:"state"`

	data, before []byte
	entry        bool
	elsewhere    []string // where one may lie that counts in its place
}

// onlyOutfit reports whether nothing is asked that a new catalogue would need.
func (o *initOptions) onlyOutfit() bool {
	asked := o.ci != "" || o.editor
	return asked && o.organisation == "" && o.opsLead == "" && o.name == "" && o.email == "" &&
		o.key == "" && !o.generate && len(o.people) == 0 && o.branch == "" && !o.example
}

// outfitAgain writes the outfit of a catalogue that is there, where nothing else is
// asked; where there is none, one is to be begun first.
func (a *app) outfitAgain(ctx context.Context, o *initOptions) (done bool, err error) {
	if _, err := a.choice("ci", o.ci, forge.Names()); err != nil || !o.onlyOutfit() {
		return false, err
	}
	if _, err := os.Stat(a.path(filepath.Join(a.flags.dir, o.dir))); o.dir != "" && err != nil {
		return false, nil // it is to be made
	}
	start := a.flags.dir
	a.flags.dir = filepath.Join(a.flags.dir, o.dir)
	if filepath.IsAbs(o.dir) {
		a.flags.dir = o.dir
	}
	d, err := a.open(ctx)
	if err != nil {
		a.flags.dir = start
		return false, nil //nolint:nilerr // init says what is wrong with the place
	}
	pieces, err := d.outfit(ctx, o)
	if err != nil {
		return true, err
	}
	if err := a.show(a.outfitPage(pieces)); err != nil {
		return true, err
	}
	a.outfitNext(pieces)
	return true, nil
}

// outfitFirst writes the outfit of a catalogue that was just begun.
func (a *app) outfitFirst(ctx context.Context, o *initOptions) error {
	if o.ci == "" && !o.editor {
		return nil
	}
	d, err := a.open(ctx)
	if err != nil {
		return err
	}
	pieces, err := d.outfit(ctx, o)
	if err != nil {
		return err
	}
	for _, p := range pieces {
		a.note(a.say.T("%s: %s", p.Path, a.fate(p)))
	}
	a.outfitNext(pieces)
	return nil
}

// outfit works the files out, and writes them unless it is a dry run.
func (d *desk) outfit(ctx context.Context, o *initOptions) ([]piece, error) {
	if d.repo.Bare() {
		return nil, bareRepository()
	}
	top, err := os.OpenRoot(d.repo.Top()) // no link leads out of it
	if err != nil {
		return nil, err
	}
	defer top.Close()
	pieces, err := d.forgePieces(ctx, o)
	if err != nil {
		return nil, err
	}
	if o.editor {
		more, err := d.editorPieces(top)
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, more...)
	}
	for i := range pieces {
		if err := pieces[i].compare(top); err != nil {
			return nil, err
		}
	}
	if d.app.flags.dryRun {
		return pieces, d.app.previewPieces(pieces)
	}
	return pieces, writePieces(top, pieces)
}

// nameable refuses a branch that no workflow can name as it is.
func nameable(branch string) error {
	if forge.Nameable(branch) {
		return nil
	}
	return fault(finding.Say("the branch %s cannot be named in a workflow", branch), finding.Say("write the workflow by hand, by docs/forges.md"))
}

// forgePieces are the files for a forge, filled in by the ledger.
func (d *desk) forgePieces(ctx context.Context, o *initOptions) ([]piece, error) {
	if o.ci == "" {
		return nil, nil
	}
	first, err := d.genesis(ctx)
	if err != nil {
		return nil, err
	}
	branch := strings.TrimPrefix(d.ref, "refs/heads/")
	if err := nameable(branch); err != nil {
		return nil, err
	}
	program := forge.Program{Version: d.app.Build.Version, Commit: d.app.Build.Commit}
	if !program.Released() {
		d.app.warn("this sc is no release (%s): the workflow takes the newest of main; name a release in it", d.app.Build.Version)
	}
	files, err := forge.Files(o.ci, forge.Facts{
		Organisation: d.rules.Organisation.In(string(d.app.say.Language())), Root: d.root, Branch: branch, Ledger: string(first.digest),
		Program: program, Duties: d.duties("." + o.ci),
	}, d.app.say.Language())
	pieces := make([]piece, len(files))
	for i, f := range files {
		pieces[i] = piece{Path: f.Path, data: f.Data, entry: f.Entry, elsewhere: f.Else}
	}
	return pieces, err
}

// duties are who reviews changes of what, by the steps of the procedure.
func (d *desk) duties(forgeFiles string) []forge.Duty {
	of := func(name string, step procedure.StepName) forge.Duty {
		duty := forge.Duty{Path: strings.TrimPrefix(path.Join(d.root, name), "./")}
		if strings.HasSuffix(name, "/") {
			duty.Path += "/"
		}
		for _, id := range d.rules.Signers(step) {
			duty.People = append(duty.People, forge.Person{ID: string(id), Email: d.rules.People[id].Email})
		}
		return duty
	}
	workflow, begin := of("", procedure.StepAmend), of("", procedure.StepAmend)
	workflow.Path, begin.Path = forgeFiles+"/", forgeFiles+"-ci.yml"
	whole := of("", procedure.StepPublish)
	if whole.Path = d.root + "/"; d.root == "." {
		whole.Path = ""
	}
	duties := []forge.Duty{whole, of("services/", procedure.StepPropose), of("procedure.yaml", procedure.StepAmend), workflow}
	if forgeFiles == ".gitlab" {
		duties = append(duties, begin) // where GitLab begins to read
	}
	return duties
}

// editorPieces are the settings, schemas and snippets for VS Code.
func (d *desk) editorPieces(top *os.Root) ([]piece, error) {
	var pieces []piece
	var mappings []editor.Mapping
	globs := validator.Globs()
	for _, kind := range schemas.Kinds() {
		glob, ok := globs[validator.Kind(kind)]
		if !ok {
			continue
		}
		text, err := schemas.Bundle(kind)
		if err != nil {
			return nil, err
		}
		name := path.Join(editor.SchemaFolder, schemas.File(kind))
		pieces = append(pieces, piece{Path: name, data: text})
		mappings = append(mappings, editor.Mapping{Schema: "./" + name, Glob: path.Join(d.root, glob)})
	}
	old, err := readPiece(top, editor.SettingsFile)
	if err != nil {
		return nil, err
	}
	settings, err := editor.Settings(old, mappings)
	if err != nil {
		return nil, &finding.Fault{Message: unsettled(err), Hint: finding.Say("put it right, or move it away; nothing was written"), Cause: err}
	}
	state := pieceAmended
	if old == nil {
		state = ""
	}
	return append(pieces, piece{Path: editor.SnippetsFile, data: editor.Snippets}, piece{Path: editor.SettingsFile, data: settings, State: state}), nil
}

// unsettled says where settings cannot be taken apart.
func unsettled(err error) finding.Sentence {
	b, ok := errors.AsType[*editor.Broken](err)
	switch {
	case !ok:
		return finding.Say("%s cannot be read: %s", editor.SettingsFile, err)
	case b.Setting != "":
		return finding.Say("%s cannot be read: %s in it is no object in braces", editor.SettingsFile, b.Setting)
	case b.Line == 0:
		return finding.Say("%s cannot be read: it is no object in braces", editor.SettingsFile)
	case errors.Is(err, editor.ErrTooDeep):
		return finding.Say("%s cannot be read: it is nested too deep in line %s, column %s", editor.SettingsFile, b.Line, b.Column)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return finding.Say("%s cannot be read: it ends in line %s, column %s, before it is complete", editor.SettingsFile, b.Line, b.Column)
	}
	return finding.Say("%s cannot be read: line %s, column %s is not JSON", editor.SettingsFile, b.Line, b.Column)
}

// compare settles what becomes of a piece by what is there.
func (p *piece) compare(top *os.Root) error {
	there, err := p.find(top)
	if err != nil {
		return err
	}
	p.before = there
	switch {
	case there == nil:
		p.State = pieceWritten
	case bytes.Equal(there, p.data):
		p.State = pieceSame
	case p.State == "":
		p.State = pieceKept
	}
	return nil
}

// find reads what lies in the place of a piece, or else where one counts that lies there:
// that is its place then.
func (p *piece) find(top *os.Root) ([]byte, error) {
	for _, name := range append([]string{p.Path}, p.elsewhere...) {
		if there, err := readPiece(top, name); there != nil || err != nil {
			p.Path = name
			return there, err
		}
	}
	return nil, nil
}

// readPiece reads a file below the top of the work tree; nil is none.
func readPiece(top *os.Root, name string) ([]byte, error) {
	info, err := top.Stat(filepath.FromSlash(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil && !info.Mode().IsRegular() {
		return nil, notPlain(name)
	}
	var data []byte
	if err == nil {
		data, err = top.ReadFile(filepath.FromSlash(name))
	}
	if err != nil {
		return nil, cannotRead(name, err)
	}
	return append([]byte{}, data...), nil
}

// writePieces writes what is new, and settings with ours in them.
func writePieces(top *os.Root, pieces []piece) error {
	for _, p := range pieces {
		var err error
		switch p.State {
		case pieceWritten:
			err = createPiece(top, p)
		case pieceAmended:
			err = top.WriteFile(filepath.FromSlash(p.Path), p.data, 0o644)
		}
		if err != nil {
			return &finding.Fault{Message: finding.Say("%s cannot be written: %s", p.Path, err), Hint: finding.Say("check that you may write there"), Cause: err}
		}
	}
	return nil
}

// createPiece never writes over a file that appeared meanwhile.
func createPiece(top *os.Root, p piece) error {
	name := filepath.FromSlash(p.Path)
	if err := top.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := top.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(p.data)
	return errors.Join(err, f.Close())
}

// fate is what becomes of a piece.
func (a *app) fate(p piece) finding.Sentence {
	switch {
	case p.State == pieceWritten && a.flags.dryRun:
		return finding.Say("would be written")
	case p.State == pieceWritten:
		return finding.Say("was written")
	case p.State == pieceAmended && a.flags.dryRun:
		return finding.Say("the schemas would be put in; all else would stay")
	case p.State == pieceAmended:
		return finding.Say("the schemas were put in; all else stayed")
	case p.State == pieceSame:
		return finding.Say("is there already")
	}
	return finding.Say("is yours and was left as it is")
}

func (a *app) outfitPage(pieces []piece) render.Page {
	section := render.Section{Columns: []finding.Sentence{finding.Say("File"), finding.Say("State")}}
	for _, p := range pieces {
		section.Rows = append(section.Rows, []any{p.Path, a.fate(p)})
	}
	return render.Page{Sections: []render.Section{section}, Value: pieces}
}

// previewPieces shows what would be written, as a patch.
func (a *app) previewPieces(pieces []piece) error {
	a.note(a.say.T("dry run: nothing was written"))
	for _, p := range pieces {
		if p.State != pieceWritten && p.State != pieceAmended {
			continue
		}
		if err := render.Diff(a.Err, p.Path, p.before, p.data); err != nil {
			return err
		}
	}
	return nil
}

// outfitNext says what a file of one's own lacks, and how the files come into the
// repository.
func (a *app) outfitNext(pieces []piece) {
	var names []string
	for _, p := range pieces {
		first, _, _ := strings.Cut(p.Path, "/")
		if written := p.State == pieceWritten || p.State == pieceAmended; written && !slices.Contains(names, first) {
			names = append(names, first)
		}
		if p.lacks() {
			a.note(a.say.T("the forge begins to read at %s, which is yours: add these lines to it, to its own include if it has one:", p.Path))
			fmt.Fprint(a.Err, a.tame(string(p.data))) // whole: they are to be copied
		}
	}
	if len(names) > 0 && !a.flags.dryRun {
		a.note(a.say.T("they are files of yours and no part of the ledger: look at them, then commit them: git add %s && git commit", strings.Join(names, " ")))
	}
}

// lacks reports whether a file of one's own, where a forge begins to read, leaves out
// what leads it to the others.
func (p piece) lacks() bool {
	lines := strings.Split(strings.TrimSpace(string(p.data)), "\n")
	last := strings.TrimLeft(lines[len(lines)-1], " -")
	return p.entry && p.State == pieceKept && !bytes.Contains(p.before, []byte(last))
}
