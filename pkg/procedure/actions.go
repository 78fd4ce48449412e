package procedure

// What entries say they do that no row of the procedure stands for: to begin the
// ledger, to record a review meeting, to rule on entries in dispute, to put the ledger
// back, to give a delegation or end it.
const (
	ActionGenesis = "genesis"
	ActionReview  = "review"
	ActionRuling  = "ruling"
	ActionRepair  = "repair"

	ActionDelegate = "delegate"
)

// actions are those, and the confirmation: no step may have such a name.
func actions() []StepName {
	return []StepName{ActionGenesis, ActionReview, ActionRuling, ActionRepair, StepConfirm, ActionDelegate}
}
