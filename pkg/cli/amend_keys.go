package cli

import (
	"context"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/signature"
)

// goodKeys refuses keys that cannot sign, proofs that do not hold, and keys
// without a proof where the procedure asks for one.
func (s *session) goodKeys(ctx context.Context, p *procedure.Procedure) error {
	for _, id := range p.Persons() {
		for _, k := range p.People[id].Keys {
			key, err := signature.ParseKey(k.Key)
			if err != nil {
				return &finding.Fault{Message: finding.Problem(err), Hint: finding.Say("give the .pub file, or the line in it"), Cause: err}
			}
			if k.Proof == "" {
				if err := s.unproven(ctx, p, id, key); err != nil {
					return err
				}
				continue
			}
			if signature.CheckProof(k.Proof, string(s.id), string(id), key) != nil && signature.CheckProof(k.Proof, signature.GenesisLedger, string(id), key) != nil {
				return fault(finding.Say("the proof for the key of %s does not hold", string(id)), finding.Say("let them make it again: sc key prove --person %s", string(id)))
			}
		}
	}
	return nil
}

// unproven refuses a key without a proof where one is asked for. The key that
// signed genesis proved itself by that.
func (s *session) unproven(ctx context.Context, p *procedure.Procedure, id procedure.PersonID, key signature.Key) error {
	if p.Rules.Keys.Proof != procedure.ProofRequired {
		return nil
	}
	g, err := s.genesis(ctx)
	if err != nil {
		return err
	}
	founder, err := signature.Verify(g.Signature, signature.NamespaceGit, g.Payload)
	if err != nil || founder == key {
		return err
	}
	return &procedure.Refusal{
		Code: "E_PROCEDURE_AUTH", Subject: string(procedure.StepAmend),
		Message: finding.Say("the key of %s has no proof of possession", string(id)),
		Hint:    finding.Say("let them run \"sc key prove --person %s\", and give the line with --proof", string(id)),
	}
}
