package audit

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/signature"
)

// Tag is a tag of the repository as its ref says.
type Tag struct {
	Name   string    // without refs/tags/
	Object ledger.ID // what the ref names: a tag object, if it is annotated
}

// versionTags checks that every version has its tag and every tag under the
// prefix its version.
func (r *replay) versionTags(objects *ledger.Reader, tags []Tag) {
	mine := map[string]Tag{}
	for _, t := range tags {
		if name, ok := strings.CutPrefix(t.Name, r.tags); ok {
			mine[name] = t
		}
	}
	r.report.Tags = sorted(mine)
	if len(mine) == 0 && len(r.report.Versions) > 0 {
		r.report.about(r.report.Versions[len(r.report.Versions)-1], "E_TAGS_ABSENT", finding.Say("the repository has no version tag at all; fetch them: git fetch origin \"refs/tags/%s*:refs/tags/%s*\"", r.tags, r.tags))
		return
	}
	for i, v := range r.report.Versions {
		t, ok := mine[v.Version.String()]
		delete(mine, v.Version.String())
		switch {
		case ok:
			r.versionTag(objects, v, t)
		case v.Void:
		case i == len(r.report.Versions)-1:
			r.unfinished(v)
		default:
			r.report.about(v, "E_TAG_MISSING", finding.Say("version %s has lost its tag", v.Version))
		}
	}
	r.orphans(mine)
}

// newTags is versionTags where judging went on from a Checkpoint: the tags that were
// judged before are the same, and new ones belong to new versions.
func (r *replay) newTags(s Subject, c Checkpoint) error {
	known := map[string]ledger.ID{}
	for _, t := range c.Tags {
		known[t.Name] = t.Object
	}
	mine, fresh := map[string]Tag{}, map[string]Tag{}
	for _, t := range s.Tags {
		if !strings.HasPrefix(t.Name, r.tags) {
			continue
		}
		mine[t.Name] = t
		if old, ok := known[t.Name]; !ok {
			fresh[t.Name] = t
		} else if old != t.Object {
			return errBeyond
		}
	}
	r.report.Tags = sorted(mine)
	if len(mine)-len(fresh) != len(known) || len(mine) == 0 && len(r.report.Versions) > 0 {
		return errBeyond
	}
	return r.tagsOf(known, fresh)
}

// tagsOf judges the versions whose tags were not known before.
func (r *replay) tagsOf(known map[string]ledger.ID, fresh map[string]Tag) error {
	for i, v := range r.report.Versions {
		name := r.tags + v.Version.String()
		t, ok := fresh[name]
		_, judged := known[name]
		delete(fresh, name)
		switch {
		case judged, v.Void && !ok:
		case ok && v.Number > r.report.From.Number:
			r.versionTag(r.objects, v, t)
		case !ok && i == len(r.report.Versions)-1:
			r.unfinished(v)
		default:
			return errBeyond
		}
	}
	if len(fresh) > 0 {
		return errBeyond
	}
	return nil
}

func (r *replay) unfinished(v Version) {
	r.report.about(v, "W_UNFINISHED", finding.Say("version %s has no tag yet; the next \"sc publish\" makes it", v.Version))
}

// orphans are tags under the prefix that belong to no sound version.
func (r *replay) orphans(left map[string]Tag) {
	names := make([]string, 0, len(left))
	for name := range left {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		code := "E_TAG_ORPHAN"
		if _, err := catalogue.ParseVersion(name); err != nil {
			code = "E_TAG_NAME"
		}
		r.report.whole(code, finding.Say("the tag %s belongs to no sound version", left[name].Name))
	}
}

// versionTag checks one tag against the entry that published its version.
func (r *replay) versionTag(objects *ledger.Reader, v Version, ref Tag) {
	t, err := readTag(objects, ref.Object)
	if err != nil {
		e := &reading{}
		e.form(err)
		for _, f := range e.faults {
			r.report.about(v, f.Code, finding.Say("the tag %s: %s", ref.Name, f.Message))
		}
		return
	}
	key, err := signature.Verify(t.Signature, signature.NamespaceGit, t.Payload)
	if err != nil {
		r.report.about(v, signature.Code(err), finding.Say("the tag %s: %s", ref.Name, finding.Problem(err)))
		return
	}
	r.tagBinding(v, ref, t)
	no := procedure.Tagging{
		Publisher: procedure.Actor{Person: v.Signer, Role: procedure.RoleID(v.role)},
		Signer:    procedure.Actor{Person: procedure.PersonID(t.Actor), Role: procedure.RoleID(t.Role)},
		Key:       key.String(), Owner: r.listed[key.String()], Since: r.since(v.Number),
	}.Judge()
	if no != nil {
		r.report.about(v, no.Code, finding.Say("the tag %s: %s", ref.Name, no.Message))
	}
}

func readTag(objects *ledger.Reader, id ledger.ID) (*ledger.Tag, error) {
	raw, err := objects.Tag(id)
	if err != nil {
		return nil, err
	}
	return ledger.ParseTag(raw)
}

// tagBinding: the tag names this version's entry and nothing else.
func (r *replay) tagBinding(v Version, ref Tag, t *ledger.Tag) {
	if t.Commit != v.Commit {
		r.report.about(v, "E_TAG_TARGET", finding.Say("the tag %s is on commit %s, the version was published by %s", ref.Name, t.Commit, v.Commit))
	}
	if t.Name != ref.Name || t.Version != v.Version.String() {
		r.report.about(v, "E_TAG_NAME", finding.Say("the tag %s calls itself %s", ref.Name, t.Name))
	}
	if t.Ledger != r.report.Ledger || t.Entry != v.Number || t.EntryDigest != v.Mark.Digest || string(t.Digest) != string(v.Digest) {
		r.report.about(v, "E_TAG_MOVED", finding.Say("the tag %s was made for another entry", ref.Name))
	}
}
