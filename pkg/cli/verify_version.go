package cli

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/render"
)

// provenJSON is what a good history proves of one version.
type provenJSON struct {
	Version     string                `json:"version"`
	Entry       int                   `json:"entry"`
	Commit      string                `json:"commit"`
	EntryDigest string                `json:"entry_digest"`
	At          string                `json:"at"` // as its signer wrote it
	Signer      procedure.PersonID    `json:"signer"`
	Name        string                `json:"name"`
	Role        string                `json:"role"`
	Digest      string                `json:"digest"`
	Requests    []procedure.RequestID `json:"requests"`
	Tag         string                `json:"tag"` // empty: it has none yet
	TagObject   string                `json:"tag_object"`
	Judged      string                `json:"judged"` // now, or before
}

// Whether the entry of a version was judged in this run.
const (
	judgedNow    = "now"
	judgedBefore = "before"
)

// proven is what a history proves of the version that is asked about; nil where none
// is, or the history is not good, or proves it not.
func proven(repo *ledger.Repository, r *audit.Report, asked catalogue.Version) (*provenJSON, error) {
	i := slices.IndexFunc(r.Versions, func(v audit.Version) bool { return v.Version == asked && !v.Void })
	if asked.IsZero() || i < 0 || !r.Good() {
		return nil, nil
	}
	v, objects := r.Versions[i], repo.Reader()
	raw, err := objects.Commit(v.Commit)
	if err != nil {
		return nil, err
	}
	e, err := ledger.ParseEntry(raw)
	if err != nil {
		return nil, err
	}
	m, err := manifestAt(objects, v, r.Root)
	if err != nil {
		return nil, err
	}
	p := &provenJSON{
		Version: asked.String(), Entry: v.Number, Commit: v.Commit.String(), EntryDigest: string(v.Mark.Digest),
		At: m.PublishedAt, Signer: v.Signer, Name: e.By.Name, Role: e.Trailers.Role,
		Digest: string(v.Digest), Requests: m.Requests, Judged: judgedNow,
	}
	if v.Number < judgedFrom(r) {
		p.Judged = judgedBefore
	}
	for _, t := range r.Tags {
		if t.Name == r.Prefix+p.Version {
			p.Tag, p.TagObject = t.Name, t.Object.String()
		}
	}
	return p, nil
}

// manifestAt is the manifest in the commit that published it.
func manifestAt(objects *ledger.Reader, v audit.Version, root string) (*procedure.Manifest, error) {
	top, err := objects.FS(v.Commit)
	if err != nil {
		return nil, err
	}
	files, err := fs.Sub(top, root)
	if err != nil {
		return nil, err
	}
	return records.Open(files).Version(v.Version)
}

// add adds what is proven of a version to the page of a verification: on a terminal
// under a title of its own, elsewhere in lines that begin with "version".
func (p *provenJSON) add(page *render.Page, a *app) {
	page.Value.(map[string]any)["version"] = p
	if !a.Term.Out {
		rows := &page.Sections[0].Rows
		for _, f := range p.fields() {
			*rows = append(*rows, []any{"version", f.name, f.value})
		}
		return
	}
	s := render.Section{Title: finding.Say("Version %s", p.Version)}
	for _, f := range p.fields() {
		s.Rows = append(s.Rows, []any{f.label, f.said})
	}
	page.Sections = append(page.Sections, s)
}

// provenField is one fact about a version, for programs and for people.
type provenField struct {
	name  string
	value any
	label finding.Sentence
	said  any
}

func (p *provenJSON) fields() []provenField {
	tag := finding.Say("none yet")
	if p.Tag != "" {
		tag = finding.Say("%s, the object %s", p.Tag, p.TagObject)
	}
	judged := finding.Say("by the procedure, in this run")
	if p.Judged == judgedBefore {
		judged = finding.Say("by the procedure, in an earlier run; again with \"sc verify --full\"")
	}
	return []provenField{
		{"entry", p.Entry, finding.Say("Entry"), p.Entry},
		{"commit", p.Commit, finding.Say("Commit"), p.Commit},
		{"entry_digest", p.EntryDigest, finding.Say("Digest of the entry"), p.EntryDigest},
		{"at", p.At, finding.Say("Published at"), finding.Say("%s, as its signer wrote", p.At)},
		{"signer", string(p.Signer) + " " + p.Role, finding.Say("Signed by"), finding.Say("%s as %s", p.Name, p.Role)},
		{"digest", p.Digest, finding.Say("Digest of the services"), p.Digest},
		{"requests", commas(p.Requests), finding.Say("Requests"), commas(p.Requests)},
		{"tag", strings.TrimSpace(p.Tag + " " + p.TagObject), finding.Say("Tag"), tag},
		{"judged", p.Judged, finding.Say("Judged"), judged},
	}
}
