package signature

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// GenesisLedger stands for the ledger's id in proofs made before there is one.
const GenesisLedger = "genesis"

// proofPayload is what a person signs to prove that a key is theirs: for the
// ledger with this id (or GenesisLedger) and the person of the procedure with
// this id, the lines `sc-key 1`, ledger, person, key, each ending in LF.
func proofPayload(ledger, person string, key Key) []byte {
	return fmt.Appendf(nil, "sc-key 1\n%s\n%s\n%s\n", ledger, person, key)
}

// Prove makes the proof that the signer's key belongs to person in this ledger:
// one line, the standard base64 with padding of the SSH signature without armor,
// namespace sc-key.
func Prove(ctx context.Context, s Signer, ledger, person string) (string, error) {
	if err := checkNames(ledger, person); err != nil {
		return "", err
	}
	text, err := s.Sign(ctx, NamespaceKey, proofPayload(ledger, person, s.Key()))
	if err != nil {
		return "", err
	}
	blob, err := dearmor(text)
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(blob), nil
}

// CheckProof checks a line that Prove made. Errors are those of Parse and
// Signature.Verify; a proof by another key, for another person or for another
// ledger is ErrBad.
func CheckProof(proof, ledger, person string, key Key) error {
	if err := checkNames(ledger, person); err != nil {
		return err
	}
	blob, err := base64.StdEncoding.Strict().DecodeString(proof)
	if err != nil || len(proof) > maxArmor || strings.ContainsAny(proof, "\r\n") {
		return malformed(finding.Say("it is not base64"))
	}
	s, err := parseBlob(blob)
	if err != nil {
		return err
	}
	if s.key != key {
		return &finding.Fault{
			Message: finding.Say("the proof was made with the key %s, not %s", s.key.Fingerprint(), key.Fingerprint()),
			Cause:   ErrBad,
		}
	}
	return s.Verify(NamespaceKey, proofPayload(ledger, person, key))
}

// checkNames keeps the payload's lines apart: with a line end in a name, one
// payload would prove two things.
func checkNames(names ...string) error {
	for _, n := range names {
		if n == "" || strings.ContainsAny(n, "\r\n") {
			return malformed(finding.Say("%q cannot stand in a proof", n))
		}
	}
	return nil
}
