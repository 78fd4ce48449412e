package cli

import (
	"context"
	"strings"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/bundle"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// disclosure is how much of a version its proof lays open. The bytes that were signed
// hold every field of a service, and the manifest names every service: both may tell more
// than the reader of a site is to know.
type disclosure string

const (
	discloseSignatures disclosure = "signatures" // who signed which digest
	discloseManifest   disclosure = "manifest"   // and every service's id and digest
	discloseServices   disclosure = "services"   // and the shown services' bytes
)

// disclosed is what a proof may lay open for an audience where nobody chose: for
// customers the manifest only where it names no service that they do not see.
func disclosed(of export.Audience, shown int, m *procedure.Manifest) disclosure {
	switch {
	case of == export.Inside:
		return discloseServices
	case shown == len(m.Services):
		return discloseManifest
	}
	return discloseSignatures
}

// proving is a version whose proof is made: of a history that was found good, and what
// of it is laid open.
type proving struct {
	*desk   // at the version's entry
	report  *audit.Report
	version audit.Version
	open    disclosure
	shown   []catalogue.Entry
}

// parts are its objects, byte for byte.
func (d proving) parts(ctx context.Context) (bundle.Parts, error) {
	var p bundle.Parts
	first, err := d.genesis(ctx)
	if err != nil {
		return p, err
	}
	if p.Genesis, err = d.objects.Commit(first.commit); err != nil {
		return p, err
	}
	if p.Entry, err = d.objects.Commit(d.version.Commit); err != nil {
		return p, err
	}
	if p.Tag, err = d.tag(); err != nil || d.open == discloseSignatures {
		return p, err
	}
	if p.Manifest, err = d.books.Read(records.VersionPath(d.version.Version)); err != nil {
		return p, err
	}
	if p.Sums, err = d.sums(d.version.Commit); err != nil || d.open == discloseManifest {
		return p, err
	}
	p.Services = map[catalogue.ServiceID][]byte{}
	for _, e := range d.shown {
		if p.Services[e.ID], err = d.books.Read(records.ServicePath(e.ID)); err != nil {
			return p, err
		}
	}
	return p, nil
}

// tag is the raw tag of the version; one that has none is not finished.
func (d proving) tag() ([]byte, error) {
	for _, t := range d.report.Tags {
		if t.Name == d.report.Prefix+d.version.Version.String() {
			return d.objects.Tag(t.Object)
		}
	}
	return nil, fault(finding.Say("version %s has no tag yet", d.version.Version), finding.Say("its publisher finishes it with \"sc publish\""))
}

// sums are the lines of an entry's SC-Content.
func (d *desk) sums(commit ledger.ID) ([]byte, error) {
	tree, parents, err := d.objects.Links(commit)
	if err != nil {
		return nil, err
	}
	before := ledger.ID{}
	if len(parents) > 0 {
		if before, _, err = d.objects.Links(parents[0]); err != nil {
			return nil, err
		}
	}
	differences, err := d.objects.Diff(before, tree)
	if err != nil {
		return nil, err
	}
	sums := map[string]ledger.Digest{}
	for _, c := range differences {
		data, err := d.objects.Blob(c.New, maxFile)
		if err != nil {
			return nil, err
		}
		sums[d.below(c.Path)] = ledger.DigestOf(data)
	}
	return ledger.Sums(sums), nil
}

// below is a path from the top of the tree as the ledger names it.
func (d *desk) below(name string) string {
	if d.root == "." {
		return name
	}
	return strings.TrimPrefix(name, d.root+"/")
}
