package bundle

import (
	"bytes"
	"cmp"
	"errors"
	"maps"
	"path"
	"slices"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
	"github.com/service-catalogue/sc/pkg/signature"
)

// Trust is what the reader holds against a proof, come by on another way than the proof.
type Trust struct {
	Ledger  ledger.Digest // the ledger's id; empty: none is held
	Signers []string      // fingerprints of keys, as ssh-keygen writes them: SHA256:…
}

// Ground is what vouches for the key that signed a version.
type Ground string

// The grounds, the strongest first.
const (
	Named   Ground = "named"   // the reader named the key
	Genesis Ground = "genesis" // it signed the genesis of the ledger that the reader pinned
	Nothing Ground = ""        // nothing does
)

// Breach is what is wrong with one file of a proof, by the codes of sc verify.
type Breach struct {
	Code    string
	File    string
	Message finding.Sentence
}

// Report is what a proof shows.
type Report struct {
	Ledger      ledger.Digest // the SHA-256 of the genesis commit
	Version     string
	Entry       int           // its number in the ledger
	EntryDigest ledger.Digest // of its raw commit
	At          time.Time     // as its signer wrote
	Actor       string        // the person, as the signer wrote
	Name        string        // likewise
	Role        string        // likewise
	Key         string        // the fingerprint of the key that signed
	Ground      Ground        // what vouches for it
	TagKey      string        // the fingerprint of the key that signed the tag
	TagActor    string        // the person, as its signer wrote
	Digest      ledger.Digest // over all services of the version
	Listed      int           // services in the manifest; -1 where it is not there
	Bound       []catalogue.ServiceID
	Breaches    []Breach
}

// Good reports whether all that is there holds, by a key that something vouches for.
func (r *Report) Good() bool { return len(r.Breaches) == 0 }

// CannotJudge reports whether the one thing missing is somebody to trust.
func (r *Report) CannotJudge() bool {
	return len(r.Breaches) > 0 && !slices.ContainsFunc(r.Breaches, func(b Breach) bool { return b.Code != "E_TRUST_ROOT" })
}

func (r *Report) add(code, file string, message finding.Sentence) {
	r.Breaches = append(r.Breaches, Breach{code, file, message})
}

// Check says what a proof shows, held against what its reader trusts. All that is wrong
// is told, not the first alone.
func (p Parts) Check(t Trust) *Report {
	c := check{Report: &Report{Listed: -1}, parts: p}
	genesis := c.genesis(t)
	entry := c.entry()
	if entry == nil {
		return c.Report
	}
	c.vouched(t, genesis)
	c.belongs(entry)
	c.owned(genesis, EntryFile, entry.key, c.Actor)
	c.tag(entry, genesis, t)
	if c.Version != "" {
		c.services(entry)
	}
	for _, name := range p.Strays {
		c.add("E_PATH", name, finding.Say("it lies in the proof and is no part of it; nobody signed it"))
	}
	return c.Report
}

type check struct {
	*Report
	parts Parts
}

// signed is an entry and the key that signed it.
type signed struct {
	entry *ledger.Entry
	key   signature.Key
}

// read reads a commit in the strict form of an entry, and its signature.
func (c check) read(name string, raw []byte) *signed {
	e, err := ledger.ParseEntry(raw)
	if err != nil {
		c.formless(name, err)
		return nil
	}
	return &signed{e, c.key(name, e.Signature, e.Payload)}
}

func (c check) formless(name string, err error) {
	var form *ledger.FormError
	if errors.As(err, &form) {
		c.add(form.Code, name, form.Text)
		return
	}
	c.add("E_OBJ_FORM", name, finding.Problem(err))
}

// key is the key of a signature; no key where the signature is not good.
func (c check) key(name string, armor, payload []byte) signature.Key {
	key, err := signature.Verify(armor, signature.NamespaceGit, payload)
	if err != nil {
		c.add(signature.Code(err), name, finding.Problem(err))
		return signature.Key{}
	}
	return key
}

// genesis holds the first commit against the id that is trusted.
func (c check) genesis(t Trust) *signed {
	c.Ledger = ledger.DigestOf(c.parts.Genesis)
	if t.Ledger != "" && t.Ledger != c.Ledger {
		c.add("E_LEDGER", GenesisFile, finding.Say("this is the ledger %s, not the pinned %s", c.Ledger, t.Ledger))
	}
	g := c.read(GenesisFile, c.parts.Genesis)
	if g != nil && g.entry.Trailers.Entry != 0 {
		c.add("E_ROOT", GenesisFile, finding.Say("it is entry %s and not genesis", g.entry.Trailers.Entry))
		return nil
	}
	return g
}

// entry reads the commit that published.
func (c check) entry() *signed {
	e := c.read(EntryFile, c.parts.Entry)
	if e == nil {
		return nil
	}
	t := e.entry.Trailers
	c.Entry, c.EntryDigest, c.At = t.Entry, ledger.DigestOf(c.parts.Entry), e.entry.By.When
	c.Actor, c.Name, c.Role = t.Actor, e.entry.By.Name, t.Role
	if !e.key.IsZero() {
		c.Key = e.key.Fingerprint()
	}
	return e
}

// vouched says what vouches for the key. That a key stands in the proof says nothing:
// whoever makes a proof up signs it with their own.
func (c check) vouched(t Trust, genesis *signed) {
	if c.Ground = t.ground(c.Key, c.Ledger, genesis); c.Ground != Nothing || c.Key == "" {
		return
	}
	c.add("E_TRUST_ROOT", EntryFile, t.lacks(c.Key))
}

// lacks says why nothing vouches for a key.
func (t Trust) lacks(key string) finding.Sentence {
	switch {
	case len(t.Signers) > 0 && t.Ledger == "":
		return finding.Say("it was signed with the key %s, which is none of those that you named", key)
	case len(t.Signers) > 0:
		return finding.Say("it was signed with the key %s, which is neither one that you named nor the one that began the ledger", key)
	case t.Ledger != "":
		return finding.Say("nothing says whose the key %s is: it is not the one that began the ledger", key)
	}
	return finding.Say("nothing is known of who may sign: neither a ledger is pinned nor a key named")
}

// owned: the key that began a ledger is its signer's for ever, and nobody else's.
func (c check) owned(genesis *signed, file string, key signature.Key, actor string) {
	if genesis == nil || key.IsZero() || key != genesis.key || actor == genesis.entry.Trailers.Actor {
		return
	}
	c.add("E_ACTOR", file, finding.Say("it names %s, but the key that signed it is that of %s, who began the ledger", actor, genesis.entry.Trailers.Actor))
}

func (t Trust) ground(key string, id ledger.Digest, genesis *signed) Ground {
	switch {
	case key == "":
		return Nothing
	case slices.Contains(t.Signers, key):
		return Named
	case t.Ledger == id && genesis != nil && !genesis.key.IsZero() && genesis.key.Fingerprint() == key:
		return Genesis
	}
	return Nothing
}

// belongs: the version is one of this ledger.
func (c check) belongs(e *signed) {
	t := e.entry.Trailers
	if t.Ledger != c.Ledger {
		c.add("E_LEDGER", EntryFile, finding.Say("it belongs to the ledger %s", t.Ledger))
	}
	if t.Action != "publish" {
		c.add("E_SCOPE", EntryFile, finding.Say("it is the step %s and publishes nothing", t.Action))
	}
}

// tag: the tag names this entry, and a key signed it that is vouched for likewise.
func (c check) tag(e, genesis *signed, trust Trust) {
	t, err := ledger.ParseTag(c.parts.Tag)
	if err != nil {
		c.formless(TagFile, err)
		return
	}
	c.Version, c.Digest = t.Version, t.Digest
	c.TagActor = t.Actor
	key := c.key(TagFile, t.Signature, t.Payload)
	if !key.IsZero() {
		c.TagKey = key.Fingerprint()
	}
	c.owned(genesis, TagFile, key, t.Actor)
	if key != e.key && !key.IsZero() && trust.ground(key.Fingerprint(), c.Ledger, genesis) == Nothing {
		c.add("E_TRUST_ROOT", TagFile, finding.Say("nothing says whose the key %s is: it is not the one that signed the version", key.Fingerprint()))
	}
	if t.Commit != ledger.CommitID(c.parts.Entry) {
		c.add("E_TAG_TARGET", TagFile, finding.Say("the tag %s is on another commit", t.Name))
	}
	if genesis != nil && t.Name != genesis.entry.Trailers.Tags+t.Version {
		c.add("E_TAG_NAME", TagFile, finding.Say("the tag %s is none of this ledger's", t.Name))
	}
	if t.Ledger != c.Ledger || t.Entry != c.Entry || t.EntryDigest != c.EntryDigest {
		c.add("E_TAG_MOVED", TagFile, finding.Say("the tag %s was made for another entry", t.Name))
	}
	if !slices.Contains(e.entry.Trailers.Records, versionPath(t.Version)) {
		c.add("E_VERSION", TagFile, finding.Say("the entry does not bring the version %s", t.Version))
	}
}

// services: the manifest is what the entry signed, and each service what the manifest
// lists.
func (c check) services(e *signed) {
	if c.parts.Manifest == nil {
		if len(c.parts.Services) > 0 {
			c.add("E_DIGEST", ManifestFile, finding.Say("without the manifest nothing binds the services to the version"))
		}
		return
	}
	if c.parts.Sums == nil {
		c.add("E_DIGEST", SumsFile, finding.Say("it is not there, and nothing else binds the manifest to the version"))
		return
	}
	if ledger.DigestOf(c.parts.Sums) != e.entry.Trailers.Content {
		c.add("E_DIGEST", SumsFile, finding.Say("these are not the bytes that were signed"))
		return
	}
	if !c.summed() {
		c.add("E_DIGEST", ManifestFile, finding.Say("these are not the bytes that were signed"))
		return
	}
	c.listed()
}

// summed reports whether the signed lines name these bytes for the version's record.
func (c check) summed() bool {
	line := ledger.Sums(map[string]ledger.Digest{versionPath(c.Version): ledger.DigestOf(c.parts.Manifest)})
	return bytes.HasPrefix(c.parts.Sums, line) || bytes.Contains(c.parts.Sums, append([]byte{'\n'}, line...))
}

func versionPath(number string) string { return path.Join(records.VersionFolder, number+".yaml") }

func (c check) listed() {
	var m procedure.Manifest
	if err := records.Decode(ManifestFile, c.parts.Manifest, &m); err != nil {
		c.add("E_YAML", ManifestFile, finding.Problem(err))
		return
	}
	if m.Version.String() != c.Version || ledger.Digest(m.Digest) != c.Digest || procedure.Sum(m.Services) != m.Digest {
		c.add("E_VERSION", ManifestFile, finding.Say("it is not the manifest that the tag states"))
	}
	c.Listed = len(m.Services)
	want := m.Digests()
	for _, id := range slices.SortedFunc(maps.Keys(c.parts.Services), cmp.Compare) {
		digest, ok := want[id]
		switch {
		case !ok:
			c.add("E_DIGEST", serviceFile(id), finding.Say("the version has no service %s", id))
		case catalogue.DigestOf(c.parts.Services[id]) != digest:
			c.add("E_DIGEST", serviceFile(id), finding.Say("these are not the bytes that were signed"))
		default:
			c.Bound = append(c.Bound, id)
		}
	}
}
