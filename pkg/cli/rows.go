package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/index"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// indexFile is where the Git folder, shared by all work trees, keeps rows of records.
// It may be deleted at any time.
const indexFile = "sc/rows"

// Few rows are made anew faster than the file is written; a file beyond all measure is
// not read.
const (
	fewRows      = 200
	maxIndexFile = 256 << 20
)

// rows are what lists and overviews need of the records at a commit, one for each.
type rows struct {
	index *index.Index
	file  string // where they are kept; empty: nowhere
	key   string // all that a row rests on besides the bytes of its record
}

// glance lays the catalogue open for somebody who looks at it, at a version or a
// revision; empty is the tip. Here alone rows that were kept are taken in: what a writing
// command signs rests on the records themselves.
func (a *app) glance(ctx context.Context, rev string) (*desk, error) {
	d, err := a.openAt(ctx, rev)
	if err == nil {
		d.rows = &rows{file: filepath.Join(d.repo.Common(), filepath.FromSlash(indexFile))}
	}
	return d, err
}

// eachRow gives the files below a folder of the catalogue, each with its row; one that
// has none is to be read.
func (d *desk) eachRow(folder string, do func(name, row string)) error {
	if d.rows == nil {
		d.rows = &rows{}
	}
	if err := d.recall(); err != nil {
		return err
	}
	top, err := d.node(folder)
	if err != nil || !top.ID.IsZero() && !top.Mode.Folder() {
		return err
	}
	void, err := d.books.Voids()
	if err != nil {
		return err
	}
	read, err := d.rows.index.Follow(folder, index.ID(top.ID), rowSource{d, void})
	if err != nil {
		return err
	}
	if read > fewRows {
		d.retain()
	}
	d.rows.index.Each(folder, func(name string, n index.Node) { do(name, n.Row) })
	return nil
}

// recall takes in the rows that were kept.
func (d *desk) recall() error {
	r := d.rows
	if r.index != nil {
		return nil
	}
	r.index = index.New()
	tool := d.app.tool()
	info, err := os.Stat(r.file)
	if r.file == "" || tool == "" {
		r.file = ""
		return nil
	}
	rules, err1 := d.node(records.ProcedureFile)
	rulings, err2 := d.node(records.Rulings().Folder)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	r.key = fmt.Sprint(tool, " ", rules.ID, " ", rulings.ID)
	if err == nil && info.Mode().IsRegular() && info.Size() <= maxIndexFile {
		data, _ := readPlain(r.file, maxKept) // rows that cannot be read are made again
		r.index = index.Decode(r.key, data)
	}
	return nil
}

// retain keeps the rows for the next command, which makes them again where that fails.
// Those of an older commit do not take the place of the newest.
func (d *desk) retain() {
	if tip, _, err := d.repo.Ref(d.ref); err == nil && tip == d.tip && d.rows.file != "" {
		_ = writeFile(d.rows.file, d.rows.index.Encode(d.rows.key))
	}
}

// node is what lies at a path below the catalogue folder.
func (d *desk) node(name string) (ledger.Node, error) {
	tree, _, err := d.objects.Links(d.tip)
	if err != nil {
		return ledger.Node{}, err
	}
	return d.objects.Find(tree, d.under(name))
}

// rowSource reads records at the commit of a desk.
type rowSource struct {
	*desk
	void map[int]bool
}

// List is what a tree holds: its files and folders.
func (s rowSource) List(id index.ID) ([]index.Node, error) {
	nodes, err := s.objects.Tree(ledger.ID(id))
	if err != nil {
		return nil, err
	}
	list := make([]index.Node, 0, len(nodes))
	for _, n := range nodes {
		if n.Mode.Folder() || n.Mode.File() {
			list = append(list, index.Node{Name: n.Name, ID: index.ID(n.ID), Folder: n.Mode.Folder()})
		}
	}
	return list, nil
}

// Rows are those of requirements and services. What cannot be read has none: whoever
// wants it reads it, and says why it cannot be read.
func (s rowSource) Rows(files []index.File) []string {
	rows := make([]string, len(files))
	records.InParallel(len(files), func(i int) { rows[i] = s.row(files[i]) })
	return rows
}

func (s rowSource) row(f index.File) string {
	_, request := records.Requests().At(f.Name)
	_, service := records.ServiceAt(f.Name)
	if !request && !service {
		return ""
	}
	data, err := s.objects.Blob(ledger.ID(f.ID), document.MaxBytes)
	switch {
	case err != nil:
		return ""
	case request:
		return s.requestRow(f.Name, data)
	}
	return serviceRow(f.Name, data)
}

// requestRow is the row of a requirement.
func (s rowSource) requestRow(name string, data []byte) string {
	var r procedure.Request
	if records.Decode(name, data, &r) != nil {
		return ""
	}
	r.Strike(s.void)
	seen, err := s.see(&r)
	if err != nil {
		return ""
	}
	return seen.row()
}

// serviceRow is the row of a service.
func serviceRow(name string, data []byte) string {
	o, err := overviewOf(records.ServiceOf(name, data))
	if err != nil {
		return ""
	}
	return o.row()
}
