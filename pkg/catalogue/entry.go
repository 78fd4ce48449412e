package catalogue

import "strconv"

// ServiceID names a service entry for ever ("svc-" and lower-case words joined
// by hyphens); it is also the entry's file name.
type ServiceID string

// List is a sequence of a record. It is left out of a file when nil and kept as
// "[]" when somebody wrote it so.
type List[T any] []T

// IsZero reports whether the list is absent.
func (l List[T]) IsZero() bool { return l == nil }

// Number is a quantity of a record. Whole numbers are written without exponent.
type Number float64

// String is the shortest decimal form.
func (n Number) String() string { return strconv.FormatFloat(float64(n), 'f', -1, 64) }

// MarshalYAML gives whole numbers as integers, so that 1200000 is not 1.2e+06.
func (n Number) MarshalYAML() (any, error) {
	if i := int64(n); Number(i) == n && i > -1<<53 && i < 1<<53 {
		return i, nil
	}
	return float64(n), nil
}

// Entry is one service of the catalogue (§3 and §5.3), its fields in the order
// of the schema. Absent optional fields are zero.
type Entry struct {
	Schema        int               `yaml:"schema"`
	ID            ServiceID         `yaml:"id"`
	Code          string            `yaml:"code,omitempty"`
	Name          Text              `yaml:"name"`
	Summary       Text              `yaml:"summary,omitempty"`
	Objective     Text              `yaml:"objective,omitempty"`
	Audience      Text              `yaml:"audience,omitempty"` // 服务对象: who it is for
	Category      Category          `yaml:"category"`           // what is maintained
	Kind          Kind              `yaml:"type"`
	Content       List[Text]        `yaml:"content,omitempty"`
	Exclusions    List[Text]        `yaml:"exclusions,omitempty"`
	Prerequisites List[Text]        `yaml:"prerequisites,omitempty"`
	Frequency     *Frequency        `yaml:"frequency,omitempty"`
	Hours         *Hours            `yaml:"hours,omitempty"`
	Delivery      List[Delivery]    `yaml:"delivery,omitempty"`
	Deliverables  List[Deliverable] `yaml:"deliverables,omitempty"`
	Levels        List[Level]       `yaml:"levels,omitempty"`
	Workload      Text              `yaml:"workload,omitempty"`
	Exceptions    Text              `yaml:"exceptions,omitempty"`
	RequestHow    Text              `yaml:"request_how,omitempty"`
	Contacts      List[Contact]     `yaml:"contacts,omitempty"`
	LeadTime      Text              `yaml:"lead_time,omitempty"`
	PriceRef      string            `yaml:"price_ref,omitempty"`
	Cost          *Cost             `yaml:"cost,omitempty"` // internal
	Owner         string            `yaml:"owner"`          // a role or a person of the procedure
	DependsOn     List[ServiceID]   `yaml:"depends_on,omitempty"`
	Criticality   Criticality       `yaml:"criticality,omitempty"`
	Lifecycle     Lifecycle         `yaml:"lifecycle"`
	ReplacedBy    ServiceID         `yaml:"replaced_by,omitempty"`
	SunsetOn      string            `yaml:"sunset_on,omitempty"` // YYYY-MM-DD
	Visibility    Visibility        `yaml:"visibility"`
	ReviewMonths  int               `yaml:"review_months,omitempty"`
	Tags          List[string]      `yaml:"tags,omitempty"`
	Notes         Text              `yaml:"notes,omitempty"` // internal
}

// Offered reports whether a customer can have the service: it is in use or
// ready to deploy (§3).
func (e Entry) Offered() bool { return e.Lifecycle == Ready || e.Lifecycle == Active }

// Deliverable is something handed over (交付成果, §5.3).
type Deliverable struct {
	Name Text `yaml:"name"`
	Form Text `yaml:"form,omitempty"`
	Due  Text `yaml:"due,omitempty"`
}

// Contact is whom a customer turns to.
type Contact struct {
	Name  Text   `yaml:"name"`
	Phone string `yaml:"phone,omitempty"`
	Email string `yaml:"email,omitempty"`
	Role  Text   `yaml:"role,omitempty"`
}

// String is whom to turn to on one line.
func (c Contact) String() string { return spaced(every(c.Name), c.Phone, c.Email, every(c.Role)) }

// Cost is what the service costs the organisation; it is internal.
type Cost struct {
	Amount   Number `yaml:"amount"`
	Currency string `yaml:"currency"`
	Note     Text   `yaml:"note,omitempty"`
}
