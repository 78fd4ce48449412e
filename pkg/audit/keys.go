package audit

import (
	"cmp"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/signature"
)

// keys: every key of a procedure is well formed, and every proof holds. A proof
// made before the ledger had an id names "genesis"; it holds for ever. The key that
// signs genesis proves itself by that.
func (j *judgement) keys(path string, p *procedure.Procedure, ledgerID string) {
	founder := cmp.Or(j.founder, j.key.String())
	for _, id := range p.Persons() {
		for _, k := range p.People[id].Keys {
			key, err := signature.ParseKey(k.Key)
			if err != nil || key.String() != k.Key {
				j.add("E_SIG_ALG", path, finding.Say("the key of %s cannot be used", string(id)))
				continue
			}
			switch {
			case k.Proof == "" && p.Rules.Keys.Proof == procedure.ProofRequired && k.Key != founder:
				j.add("E_PROCEDURE_AUTH", path, finding.Say("the key of %s has no proof of possession", string(id)))
			case k.Proof != "" && !proven(k.Proof, ledgerID, id, key):
				j.add("E_SIG_BAD", path, finding.Say("the proof for the key of %s does not hold", string(id)))
			}
		}
	}
}

func proven(proof, ledgerID string, id procedure.PersonID, key signature.Key) bool {
	for _, l := range []string{ledgerID, signature.GenesisLedger} {
		if signature.CheckProof(proof, l, string(id), key) == nil {
			return true
		}
	}
	return false
}
