package signature

import (
	"context"
	"errors"
	"strings"
	"testing"
)

const sampleLedger = "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"

func TestProofPayload(t *testing.T) {
	_, s := testKey(t, "zhang.wei")
	got := string(proofPayload(GenesisLedger, "zhang.wei", s.Key()))
	want := "sc-key 1\ngenesis\nzhang.wei\n" + s.Key().String() + "\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestProofHoldsForOnePersonOneLedgerOneKey(t *testing.T) {
	_, s := testKey(t, "zhang.wei")
	_, other := testKey(t, "li.na")
	proof, err := Prove(context.Background(), s, sampleLedger, "zhang.wei")
	if err != nil {
		t.Fatal(err)
	}
	git := proofOver(t, s, NamespaceGit)
	tests := []struct {
		name, proof, ledger, person string
		key                         Key
		want                        error
	}{
		{"its own", proof, sampleLedger, "zhang.wei", s.Key(), nil},
		{"other person", proof, sampleLedger, "li.na", s.Key(), ErrBad},
		{"other ledger", proof, GenesisLedger, "zhang.wei", s.Key(), ErrBad},
		{"other key", proof, sampleLedger, "zhang.wei", other.Key(), ErrBad},
		{"other namespace", git, sampleLedger, "zhang.wei", s.Key(), ErrNamespace},
		{"empty", "", sampleLedger, "zhang.wei", s.Key(), ErrForm},
		{"no padding", strings.TrimRight(proof, "="), sampleLedger, "zhang.wei", s.Key(), ErrForm},
		{"line end", proof + "\n", sampleLedger, "zhang.wei", s.Key(), ErrForm},
		{"broken off", proof[:len(proof)-8], sampleLedger, "zhang.wei", s.Key(), ErrForm},
		{"line end in a name", proof, sampleLedger, "zhang.wei\nx", s.Key(), ErrForm},
		{"no ledger", proof, "", "zhang.wei", s.Key(), ErrForm},
	}
	for _, test := range tests {
		err := CheckProof(test.proof, test.ledger, test.person, test.key)
		if !errors.Is(err, test.want) || (test.want == nil && err != nil) {
			t.Errorf("%s: got %v, want %v", test.name, err, test.want)
		}
	}
	if strings.ContainsAny(proof, " \r\n") {
		t.Errorf("a proof is one word, got %q", proof)
	}
}

// proofOver is a proof in all but its namespace.
func proofOver(t *testing.T, s Signer, namespace string) string {
	t.Helper()
	proof, err := Prove(context.Background(), renamed{s, namespace}, sampleLedger, "zhang.wei")
	if err != nil {
		t.Fatal(err)
	}
	return proof
}

type renamed struct {
	Signer
	namespace string
}

func (r renamed) Sign(ctx context.Context, _ string, message []byte) ([]byte, error) {
	return r.Signer.Sign(ctx, r.namespace, message)
}

func TestProveRefusesALineEndInAName(t *testing.T) {
	_, s := testKey(t, "zhang.wei")
	if _, err := Prove(context.Background(), s, sampleLedger, "a\nb"); !errors.Is(err, ErrForm) {
		t.Errorf("got %v, want %v", err, ErrForm)
	}
}

func FuzzCheckProof(f *testing.F) {
	_, s := testKey(f, "zhang.wei")
	proof, err := Prove(context.Background(), s, GenesisLedger, "zhang.wei")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(proof)
	f.Add(proof[:40])
	f.Fuzz(func(t *testing.T, text string) {
		// Signatures of ed25519 are deterministic and have one spelling.
		if err := CheckProof(text, GenesisLedger, "zhang.wei", s.Key()); err == nil && text != proof {
			t.Errorf("a second proof holds: %q", text)
		}
	})
}
