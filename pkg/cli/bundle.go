package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/bundle"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/export"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/site"
)

// disclosure is how much of a version its proof lays open. The bytes that were signed
// hold every field of a service, and the manifest names every service: both may tell more
// than the reader of a site is to know.
type disclosure string

const (
	discloseNothing    disclosure = "none"
	discloseSignatures disclosure = "signatures" // who signed which digest
	discloseManifest   disclosure = "manifest"   // and every service's id and digest
	discloseServices   disclosure = "services"   // and the shown services' bytes
)

// disclosures are all of them, as --proof names them, the most reserved first.
func disclosures() []string {
	return []string{string(discloseNothing), string(discloseSignatures), string(discloseManifest), string(discloseServices)}
}

// disclosed is what a proof may lay open where nobody chose: for customers the manifest
// only where it names no service that they do not see.
func (v *judged) disclosed(e *export.Edition) disclosure {
	switch {
	case e.Audience == export.Inside:
		return discloseServices
	case len(e.Entries) == len(v.manifest.Services):
		return discloseManifest
	}
	return discloseSignatures
}

// siteProof is what comes with the pages of an edition, with as much as is laid open.
func (v *judged) siteProof(ctx context.Context, e *export.Edition, open disclosure) (site.Proof, error) {
	if open == "" {
		open = v.disclosed(e)
	}
	p, err := v.evidence(ctx, e, open)
	if err != nil || open == discloseNothing {
		return site.Proof{}, err
	}
	return site.Proof{Files: p.Files(), Holds: open.holds(), Key: p.Check(bundle.Trust{}).Key}, nil
}

func (o disclosure) holds() finding.Sentence {
	switch o {
	case discloseServices:
		return finding.Say("It holds what was signed: the commit and the tag of this version, its manifest, and the services that are shown here.")
	case discloseManifest:
		return finding.Say("It holds what was signed: the commit and the tag of this version, and its manifest.")
	}
	return finding.Say("It holds what was signed: the commit and the tag of this version.")
}

// evidence is the proof of a version, with as much of it as is laid open.
func (v *judged) evidence(ctx context.Context, e *export.Edition, open disclosure) (*bundle.Parts, error) {
	if open == discloseNothing {
		return nil, nil
	}
	p, err := v.signatures(ctx)
	if err != nil || open == discloseSignatures {
		return p, err
	}
	if p.Manifest, err = v.books.Read(records.VersionPath(v.manifest.Version)); err != nil {
		return nil, err
	}
	if p.Sums, err = v.sums(); err != nil || open == discloseManifest {
		return p, err
	}
	p.Services = map[catalogue.ServiceID][]byte{}
	for _, one := range e.Entries {
		if p.Services[one.ID], err = v.books.Read(records.ServicePath(one.ID)); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// warnOpen says what customers can read in a proof that holds more than signatures, of
// all that the pages do not show them.
func (v *judged) warnOpen(e *export.Edition, open disclosure) error {
	whole, err := v.entriesFor(export.Inside, v.manifest, texts{})
	if err != nil {
		return err
	}
	shown := map[catalogue.ServiceID]bool{}
	for _, one := range e.Entries {
		shown[one.ID] = true
	}
	var fields procedure.Names
	for _, one := range whole {
		if shown[one.ID] {
			fields = append(fields, each(unshown(one), v.app.say.Word)...)
		}
	}
	slices.Sort(fields)
	if open == discloseServices {
		v.app.warn("with --proof services customers can read the whole files of %s services, and in them: %s", len(e.Entries), slices.Compact(fields))
	}
	if hidden := len(whole) - len(e.Entries); hidden > 0 {
		v.app.warn("the manifest in the proof names %s services that customers do not see", hidden)
	}
	return nil
}

// unshown are the fields of an entry that say something and are not for customers.
func unshown(e catalogue.Entry) []string {
	shown, _ := e.Shown()
	var fields []string
	for _, c := range catalogue.Compare(e, shown).Changes {
		field, _, _ := strings.Cut(strings.TrimPrefix(c.Field, "/"), "/")
		if field != "schema" && field != "visibility" {
			fields = append(fields, field)
		}
	}
	return fields
}

// signatures are the objects that say who signed which digest.
func (v *judged) signatures(ctx context.Context) (*bundle.Parts, error) {
	first, err := v.genesis(ctx)
	if err != nil {
		return nil, err
	}
	p := &bundle.Parts{}
	if p.Genesis, err = v.objects.Commit(first.commit); err != nil {
		return nil, err
	}
	if p.Entry, err = v.objects.Commit(v.tip); err != nil {
		return nil, err
	}
	p.Tag, err = v.tag()
	return p, err
}

// tag is the raw tag of the version; one that has none is not finished.
func (v *judged) tag() ([]byte, error) {
	for _, t := range v.report.Tags {
		if t.Name == v.report.Prefix+v.manifest.Version.String() {
			return v.objects.Tag(t.Object)
		}
	}
	return nil, fault(finding.Say("version %s has no tag yet", v.manifest.Version), finding.Say("its publisher finishes it with \"sc publish\""))
}

// sums are the lines of SC-Content of the entry at the desk's commit.
func (d *desk) sums() ([]byte, error) {
	tree, parents, err := d.objects.Links(d.tip)
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
		data, err := d.objects.Blob(c.New, ledger.MaxFile)
		if err != nil {
			return nil, err
		}
		sums[d.below(c.Path)] = ledger.DigestOf(data)
	}
	return ledger.Sums(sums), nil
}
