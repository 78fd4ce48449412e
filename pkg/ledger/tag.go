package ledger

import (
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Tag is the signed tag of one version as its object holds it (docs/format.md,
// "Version tags").
type Tag struct {
	Commit      ID     // the commit of the manifest's entry
	Name        string // without refs/tags/; ends in Version
	By          Stamp
	Subject     string
	Ledger      Digest // SC-Ledger: the raw genesis commit
	Version     string // SC-Version: "1.4.0"
	Entry       int    // SC-Entry: the number of the manifest's entry
	EntryDigest Digest // SC-Entry-Digest: the raw commit of that entry
	Digest      Digest // SC-Digest: the digest that the manifest states
	Actor       string // SC-Actor
	Role        string // SC-Role
	Payload     []byte // what is signed: all before the armor
	Signature   []byte // the armor with its final line end; set by ParseTag
}

const armorStart = "-----BEGIN "

// ParseTag reads a raw tag object in the strict form of a version's tag, or
// returns a *FormError. Every byte of raw is accounted for by the result.
func ParseTag(raw []byte) (*Tag, error) {
	if err := checkRaw(raw); err != nil {
		return nil, err
	}
	payload, armor, ok := strings.Cut(string(raw), "\n"+armorStart)
	if !ok {
		return nil, form(codeTagForm, finding.Say("the tag is not signed"))
	}
	payload += "\n"
	t := &Tag{Payload: []byte(payload), Signature: []byte(armorStart + armor)}
	h := headers{rest: payload}
	t.Commit = h.object("object")
	kind := h.take("type")
	t.Name = h.take("tag")
	tagger := h.take("tagger")
	message, err := h.message()
	switch {
	case err != nil:
		return nil, err
	case kind != kindCommit:
		return nil, form(codeObject, finding.Say("a version's tag must name a commit, not a %s", kind))
	case !goodRef(t.Name):
		return nil, form(codeObject, finding.Say("%q is not the name of a tag", t.Name))
	}
	if t.By, err = parseStamp(tagger); err != nil {
		return nil, err
	}
	return t, t.readMessage(message)
}

func (t *Tag) readMessage(message string) error {
	text, trailers, err := splitMessage(message)
	if err != nil {
		return err
	}
	var body string
	if t.Subject, body, err = splitText(text); err != nil {
		return err
	}
	if body != "" {
		return form(codeObject, finding.Say("a version's tag has a subject and trailers and no other text"))
	}
	if err := checkText(t.Name + t.By.Name + t.By.Email + message); err != nil {
		return err
	}
	p := trailerParser{rest: trailers}
	p.format()
	t.Ledger = Digest(p.take("Ledger", goodDigest))
	t.Version = p.take("Version", func(s string) bool { return goodVersion(s) && strings.HasSuffix(t.Name, s) })
	t.Entry = p.number("Entry")
	t.EntryDigest = Digest(p.take("Entry-Digest", goodDigest))
	t.Digest = Digest(p.take("Digest", goodDigest))
	t.Actor = p.take("Actor", goodName)
	t.Role = p.take("Role", goodName)
	return p.end()
}

// encode writes the tag's payload from its fields.
func (t *Tag) encode() []byte {
	return []byte("object " + t.Commit.String() + "\ntype commit\ntag " + t.Name +
		"\ntagger " + t.By.encode() + "\n\n" + t.Subject + "\n" +
		"\nSC-Format: 1" +
		"\nSC-Ledger: " + string(t.Ledger) +
		"\nSC-Version: " + t.Version +
		"\nSC-Entry: " + strconv.Itoa(t.Entry) +
		"\nSC-Entry-Digest: " + string(t.EntryDigest) +
		"\nSC-Digest: " + string(t.Digest) +
		"\nSC-Actor: " + t.Actor +
		"\nSC-Role: " + t.Role + "\n")
}

// goodVersion: three numbers without leading zeros.
func goodVersion(s string) bool {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return false
	}
	for _, p := range parts {
		if !goodNumber(p) {
			return false
		}
	}
	return true
}
