package catalogue

import "github.com/service-catalogue/sc/pkg/finding"

// Category is what is maintained (运维对象): facility, physical, virtual,
// platform, application, data, user, security or integrated.
type Category string

// Categories are all of them, in the order of the schema.
func Categories() []Category {
	return []Category{"facility", "physical", "virtual", "platform", "application", "data", "user", "security", "integrated"}
}

// Kind is the sort of service (field "type"): routine, response, optimization
// or assessment.
type Kind string

// Delivery is a way the service reaches the customer (交付方式, §5.3): onsite,
// remote, resident, phone, self_service or depot.
type Delivery string

// Criticality is how much the organisation depends on the service: low, medium,
// high or critical.
type Criticality string

// Lifecycle says where the service stands. The catalogue holds live services
// and those ready to deploy (§3), and keeps what it once held.
type Lifecycle string

// The lifecycles.
const (
	Ready      Lifecycle = "ready"
	Active     Lifecycle = "active"
	Deprecated Lifecycle = "deprecated"
	Retired    Lifecycle = "retired"
)

// Lifecycles are all of them, in the order of the schema.
func Lifecycles() []Lifecycle { return []Lifecycle{Ready, Active, Deprecated, Retired} }

// rank orders lifecycles by how much a customer has of them.
func (l Lifecycle) rank() int {
	return map[Lifecycle]int{Retired: 1, Deprecated: 2, Ready: 3, Active: 4}[l]
}

// said is the lifecycle in a sentence.
func (l Lifecycle) said() any { return worded(Word(l), finding.Say("not stated")) }

// Visibility says who sees the service; what is not said is not shown.
type Visibility string

// The visibilities.
const (
	Public   Visibility = "public"
	Customer Visibility = "customer"
	Internal Visibility = "internal"
)

// rank orders visibilities by how many see the service.
func (v Visibility) rank() int {
	return map[Visibility]int{Customer: 1, Public: 2}[v]
}

// said is the visibility in a sentence.
func (v Visibility) said() any {
	return worded(Word(v), finding.Say("not stated (that is, internal)"))
}

// worded is a word in a sentence, or what stands for one that is not there.
func worded(w Word, unsaid finding.Sentence) any {
	if w == "" {
		return unsaid
	}
	return w
}
