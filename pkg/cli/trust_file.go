package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
)

// trustFormat is the number of the file's format.
const trustFormat = 1

// How a pin came.
const (
	howPinned      = "pinned"      // a person or --pin gave it; it is kept
	howFirstUse    = "first_use"   // it was the first ledger found here
	howFlag        = "flag"        // --pin, for this run
	howEnvironment = "environment" // SC_PIN, for this run
)

// keptTrust is the file that a reader's trust is kept in.
type keptTrust struct {
	Format     int             `json:"format"`
	Repository string          `json:"repository"`
	Pin        *keptPin        `json:"pin"`
	Checkpoint *keptCheckpoint `json:"checkpoint"`
}

type keptPin struct {
	ID  string    `json:"id"`
	How string    `json:"how"`
	At  time.Time `json:"at"`
}

type keptCheckpoint struct {
	Entries []keptMark `json:"entries"` // rising, the last one judged at the end
	Tags    []keptTag  `json:"tags"`
	At      time.Time  `json:"at"`
	// Ground is where judging goes on from: the last of the entries. Without it all is
	// judged again.
	Ground *keptGround `json:"ground,omitempty"`
}

type keptGround struct {
	Rules    int                   `json:"rules"`
	At       time.Time             `json:"at"`
	Root     string                `json:"root,omitempty"`
	Prefix   string                `json:"prefix"`
	Founder  string                `json:"founder"`
	Drafts   int                   `json:"drafts"`
	Repaired int                   `json:"repaired"`
	Warnings int                   `json:"warnings"`
	Meetings int                   `json:"meetings"`
	Versions []keptVersion         `json:"versions"`
	Bound    []procedure.RequestID `json:"bound"`
	Stranded []procedure.RequestID `json:"stranded,omitempty"`
	// Sum is over the whole checkpoint: a file that was damaged must not decide what is
	// judged and what is not.
	Sum ledger.Digest `json:"sum"`
}

// UnmarshalJSON takes what is no ground for an empty one, whose sum fits nothing.
func (k *keptGround) UnmarshalJSON(data []byte) error {
	type fields keptGround
	var read fields
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if in.Decode(&read) == nil {
		*k = keptGround(read)
	}
	return nil
}

// sum is that of a checkpoint of a ledger with its ground, whenever it was kept.
func (c keptCheckpoint) sum(of ledger.Digest) ledger.Digest {
	ground := *c.Ground
	ground.Sum = ""
	c.Ground, c.At = &ground, time.Time{}
	data, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	return ledger.DigestOf([]byte(string(of) + "\n" + string(data)))
}

// damaged reports whether judging cannot go on from the checkpoint, because it is not
// what was kept.
func (k keptTrust) damaged() bool {
	c := k.Checkpoint
	return c != nil && c.Ground != nil && c.Ground.Sum != c.sum(k.pin().Ledger)
}

type keptVersion struct {
	Version catalogue.Version  `json:"version"`
	Entry   keptMark           `json:"entry"`
	Digest  catalogue.Digest   `json:"digest"`
	Signer  procedure.PersonID `json:"signer"`
	Void    bool               `json:"void,omitempty"`

	Emergency bool `json:"emergency,omitempty"`
}

type keptMark struct {
	Entry  int           `json:"entry"`
	Digest ledger.Digest `json:"digest"`
	Commit ledger.ID     `json:"commit"`
}

type keptTag struct {
	Name   string    `json:"name"`
	Object ledger.ID `json:"object"`
}

// errTrustFile means that a file is not what text writes.
var errTrustFile = errors.New("not a file of trust")

// readTrust reads exactly what text writes.
func readTrust(data []byte) (keptTrust, error) {
	var kept keptTrust
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if err := in.Decode(&kept); err != nil {
		return keptTrust{}, err
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) || !kept.valid() {
		return keptTrust{}, errTrustFile
	}
	return kept, nil
}

func (k keptTrust) valid() bool {
	if k.Format != trustFormat || k.Pin == nil || k.Pin.How != howPinned && k.Pin.How != howFirstUse {
		return false
	}
	if _, ok := audit.ParsePin(k.Pin.ID); !ok {
		return false
	}
	return k.Checkpoint == nil || k.Checkpoint.valid()
}

func (c *keptCheckpoint) valid() bool {
	before := -1
	for _, m := range c.Entries {
		if m.Entry <= before || !m.Digest.Valid() {
			return false
		}
		before = m.Entry
	}
	return before >= 0
}

func (k keptTrust) text() []byte {
	data, err := json.MarshalIndent(k, "", "  ")
	if err != nil {
		panic(err) // nothing in it but texts, numbers and times of this age
	}
	return append(data, '\n')
}

// same reports whether nothing has changed but when it was found.
func (k keptTrust) same(as keptTrust) bool {
	if k.Pin == nil || as.Pin == nil || k.Checkpoint == nil || as.Checkpoint == nil || *k.Pin != *as.Pin {
		return false
	}
	now := *k.Checkpoint
	now.At = as.Checkpoint.At
	k.Checkpoint = &now
	return bytes.Equal(k.text(), as.text())
}

// pin is the pin that is kept; zero where none is.
func (k keptTrust) pin() audit.Pin {
	if k.Pin == nil {
		return audit.Pin{}
	}
	p, _ := audit.ParsePin(k.Pin.ID)
	return p
}

// last is the newest entry of the checkpoint; -1 without one.
func (k keptTrust) last() int {
	if k.Checkpoint == nil {
		return -1
	}
	return k.Checkpoint.Entries[len(k.Checkpoint.Entries)-1].Entry
}

// checkpoint is what was good before; nil where nothing is known.
func (k keptTrust) checkpoint() *audit.Checkpoint {
	if k.Checkpoint == nil {
		return nil
	}
	c := &audit.Checkpoint{Ledger: k.pin().Ledger}
	for _, m := range k.Checkpoint.Entries {
		c.Marks = append(c.Marks, audit.Mark{Number: m.Entry, Digest: m.Digest, Commit: m.Commit})
	}
	for _, t := range k.Checkpoint.Tags {
		c.Tags = append(c.Tags, audit.Tag{Name: t.Name, Object: t.Object})
	}
	if g := k.Checkpoint.Ground; g != nil && !k.damaged() {
		c.Ground = g.ground(c)
	}
	return c
}

// ground is where to go on from, behind the last mark of a checkpoint.
func (k *keptGround) ground(c *audit.Checkpoint) *audit.Ground {
	g := &audit.Ground{
		Mark: c.Last(), Rules: k.Rules, At: k.At, Root: k.Root, Ledger: c.Ledger, Prefix: k.Prefix, Founder: k.Founder,
		Drafts: k.Drafts, Repaired: k.Repaired, Warnings: k.Warnings, Meetings: k.Meetings, Bound: k.Bound, Stranded: k.Stranded,
	}
	for _, v := range k.Versions {
		g.Versions = append(g.Versions, audit.Version{
			Mark:    audit.Mark{Number: v.Entry.Entry, Digest: v.Entry.Digest, Commit: v.Entry.Commit},
			Version: v.Version, Digest: v.Digest, Signer: v.Signer, Void: v.Void, Emergency: v.Emergency,
		})
	}
	return g
}

func keepGround(g *audit.Ground) *keptGround {
	k := &keptGround{
		Rules: g.Rules, At: g.At, Root: g.Root, Prefix: g.Prefix, Founder: g.Founder,
		Drafts: g.Drafts, Repaired: g.Repaired, Warnings: g.Warnings, Meetings: g.Meetings, Bound: g.Bound, Stranded: g.Stranded,
	}
	for _, v := range g.Versions {
		k.Versions = append(k.Versions, keptVersion{v.Version, keptMark{v.Number, v.Mark.Digest, v.Commit}, v.Digest, v.Signer, v.Void, v.Emergency})
	}
	return k
}

// keep is a checkpoint as the file has it.
func keep(c audit.Checkpoint, at time.Time) *keptCheckpoint {
	k := &keptCheckpoint{Tags: []keptTag{}, At: at}
	if c.Ground != nil {
		k.Ground = keepGround(c.Ground)
	}
	for _, m := range c.Marks {
		k.Entries = append(k.Entries, keptMark{m.Number, m.Digest, m.Commit})
	}
	for _, t := range c.Tags {
		k.Tags = append(k.Tags, keptTag{t.Name, t.Object})
	}
	if k.Ground != nil {
		k.Ground.Sum = k.sum(c.Ledger)
	}
	return k
}
