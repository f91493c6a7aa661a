CREATE TABLE sync_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  replica INTEGER NOT NULL,
  device TEXT NOT NULL,
  seq INTEGER NOT NULL DEFAULT 0,
  clock INTEGER NOT NULL DEFAULT 0,
  offset_ms INTEGER NOT NULL DEFAULT 0,
  muted INTEGER NOT NULL DEFAULT 0,
  touch INTEGER NOT NULL DEFAULT 0,
  txn INTEGER,
  indexed_seq INTEGER NOT NULL DEFAULT 0,
  absorbed_seq INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE txn (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  args TEXT NOT NULL,
  user INTEGER,
  at INTEGER NOT NULL,
  replica INTEGER NOT NULL,
  undoes INTEGER,
  undone_by INTEGER
);
CREATE TABLE change (
  replica INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  tag INTEGER NOT NULL,
  clock INTEGER NOT NULL,
  at INTEGER NOT NULL,
  txn INTEGER NOT NULL,
  tbl TEXT NOT NULL,
  row INTEGER,
  low INTEGER,
  high INTEGER,
  op TEXT NOT NULL CHECK (op IN ('I', 'U', 'B', 'S', 'X')),
  data,
  PRIMARY KEY (replica, seq, tag)
) WITHOUT ROWID;
CREATE INDEX ix_change_row ON change (tbl, row, txn) WHERE row IS NOT NULL;
CREATE INDEX ix_change_batch ON change (tbl, low, high) WHERE low IS NOT NULL;
CREATE INDEX ix_change_txn ON change (txn);
CREATE TABLE cell_clock (
  tbl TEXT NOT NULL,
  row INTEGER NOT NULL,
  col TEXT NOT NULL,
  clock TEXT NOT NULL,
  PRIMARY KEY (tbl, row, col)
) WITHOUT ROWID;
CREATE TABLE company (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	short_name VARCHAR, 
	parent_id INTEGER, 
	industry_id INTEGER, 
	size_id INTEGER, 
	employees INTEGER, 
	founded INTEGER, 
	annual_revenue INTEGER, 
	level_id INTEGER, 
	lifecycle_id INTEGER, 
	source_id INTEGER, 
	website VARCHAR, 
	tax_number VARCHAR, 
	payment_terms_id INTEGER, 
	language VARCHAR, 
	currency VARCHAR, 
	note VARCHAR, 
	last_contact VARCHAR, 
	next_contact VARCHAR, 
	merged_into_id INTEGER, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(parent_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(industry_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(size_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(level_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(lifecycle_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(source_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(payment_terms_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(merged_into_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_company_created_at ON company (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_company_employees ON company (employees) WHERE deleted_at IS NULL;
CREATE INDEX ix_company_industry_id ON company (industry_id, deleted_at) WHERE "industry_id" IS NOT NULL;
CREATE INDEX ix_company_last_contact ON company (last_contact) WHERE deleted_at IS NULL;
CREATE INDEX ix_company_level_id ON company (level_id, deleted_at) WHERE "level_id" IS NOT NULL;
CREATE INDEX ix_company_lifecycle_id ON company (lifecycle_id, deleted_at) WHERE "lifecycle_id" IS NOT NULL;
CREATE INDEX ix_company_merged_into_id ON company (merged_into_id, deleted_at) WHERE "merged_into_id" IS NOT NULL;
CREATE INDEX ix_company_name_key ON company (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_company_next_contact ON company (next_contact) WHERE deleted_at IS NULL;
CREATE INDEX ix_company_owner_id ON company (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_company_parent_id ON company (parent_id, deleted_at) WHERE "parent_id" IS NOT NULL;
CREATE INDEX ix_company_payment_terms_id ON company (payment_terms_id, deleted_at) WHERE "payment_terms_id" IS NOT NULL;
CREATE INDEX ix_company_size_id ON company (size_id, deleted_at) WHERE "size_id" IS NOT NULL;
CREATE INDEX ix_company_source_id ON company (source_id, deleted_at) WHERE "source_id" IS NOT NULL;
CREATE INDEX ix_company_trash ON company (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_company" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_company" ("search_company", rank) VALUES ('automerge', 0);
INSERT INTO "search_company" ("search_company", rank) VALUES ('crisismerge', 1999);
CREATE TABLE contact (
	id INTEGER NOT NULL, 
	full_name VARCHAR NOT NULL, 
	given_name VARCHAR, 
	family_name VARCHAR, 
	salutation_id INTEGER, 
	gender VARCHAR, 
	birthday VARCHAR, 
	lunar_birthday VARCHAR, 
	preferred_channel VARCHAR, 
	level_id INTEGER, 
	lifecycle_id INTEGER, 
	source_id INTEGER, 
	language VARCHAR, 
	note VARCHAR, 
	last_contact VARCHAR, 
	next_contact VARCHAR, 
	merged_into_id INTEGER, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(salutation_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(level_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(lifecycle_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(source_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(merged_into_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_contact_birthday ON contact (birthday) WHERE deleted_at IS NULL;
CREATE INDEX ix_contact_created_at ON contact (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_contact_last_contact ON contact (last_contact) WHERE deleted_at IS NULL;
CREATE INDEX ix_contact_level_id ON contact (level_id, deleted_at) WHERE "level_id" IS NOT NULL;
CREATE INDEX ix_contact_lifecycle_id ON contact (lifecycle_id, deleted_at) WHERE "lifecycle_id" IS NOT NULL;
CREATE INDEX ix_contact_merged_into_id ON contact (merged_into_id, deleted_at) WHERE "merged_into_id" IS NOT NULL;
CREATE INDEX ix_contact_name_key ON contact (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_contact_next_contact ON contact (next_contact) WHERE deleted_at IS NULL;
CREATE INDEX ix_contact_owner_id ON contact (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_contact_salutation_id ON contact (salutation_id, deleted_at) WHERE "salutation_id" IS NOT NULL;
CREATE INDEX ix_contact_source_id ON contact (source_id, deleted_at) WHERE "source_id" IS NOT NULL;
CREATE INDEX ix_contact_trash ON contact (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_contact" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_contact" ("search_contact", rank) VALUES ('automerge', 0);
INSERT INTO "search_contact" ("search_contact", rank) VALUES ('crisismerge', 1999);
CREATE TABLE lead (
	id INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	name VARCHAR, 
	family_name VARCHAR, 
	given_name VARCHAR, 
	company VARCHAR, 
	job_title VARCHAR, 
	website VARCHAR, 
	country VARCHAR, 
	city VARCHAR, 
	industry_id INTEGER, 
	source_id INTEGER, 
	campaign_id INTEGER, 
	status VARCHAR DEFAULT 'new' NOT NULL, 
	nurturing_until VARCHAR, 
	score INTEGER, 
	score_is_typed BOOLEAN DEFAULT '0' NOT NULL, 
	budget INTEGER, 
	currency VARCHAR, 
	need VARCHAR, 
	lost_reason_id INTEGER, 
	converted_at VARCHAR, 
	linked_company_id INTEGER, 
	linked_contact_id INTEGER, 
	opportunity_id INTEGER, 
	note VARCHAR, 
	last_contact VARCHAR, 
	next_contact VARCHAR, 
	merged_into_id INTEGER, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(industry_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(source_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(lost_reason_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(linked_company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(linked_contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_lead_opportunity FOREIGN KEY(opportunity_id) REFERENCES opportunity (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(merged_into_id) REFERENCES lead (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_lead_budget ON lead (budget) WHERE deleted_at IS NULL;
CREATE INDEX ix_lead_campaign_id ON lead (campaign_id, deleted_at) WHERE "campaign_id" IS NOT NULL;
CREATE INDEX ix_lead_converted_at ON lead (converted_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_lead_created_at ON lead (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_lead_industry_id ON lead (industry_id, deleted_at) WHERE "industry_id" IS NOT NULL;
CREATE INDEX ix_lead_last_contact ON lead (last_contact) WHERE deleted_at IS NULL;
CREATE INDEX ix_lead_linked_company_id ON lead (linked_company_id, deleted_at) WHERE "linked_company_id" IS NOT NULL;
CREATE INDEX ix_lead_linked_contact_id ON lead (linked_contact_id, deleted_at) WHERE "linked_contact_id" IS NOT NULL;
CREATE INDEX ix_lead_lost_reason_id ON lead (lost_reason_id, deleted_at) WHERE "lost_reason_id" IS NOT NULL;
CREATE INDEX ix_lead_merged_into_id ON lead (merged_into_id, deleted_at) WHERE "merged_into_id" IS NOT NULL;
CREATE INDEX ix_lead_name_key ON lead (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_lead_next_contact ON lead (next_contact) WHERE deleted_at IS NULL;
CREATE INDEX ix_lead_nurturing_until ON lead (nurturing_until) WHERE deleted_at IS NULL;
CREATE INDEX ix_lead_opportunity_id ON lead (opportunity_id, deleted_at) WHERE "opportunity_id" IS NOT NULL;
CREATE INDEX ix_lead_owner_id ON lead (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_lead_score ON lead (score) WHERE deleted_at IS NULL;
CREATE INDEX ix_lead_source_id ON lead (source_id, deleted_at) WHERE "source_id" IS NOT NULL;
CREATE INDEX ix_lead_status ON lead (status) WHERE deleted_at IS NULL;
CREATE INDEX ix_lead_trash ON lead (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_lead" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_lead" ("search_lead", rank) VALUES ('automerge', 0);
INSERT INTO "search_lead" ("search_lead", rank) VALUES ('crisismerge', 1999);
CREATE TABLE opportunity (
	id INTEGER NOT NULL, 
	number VARCHAR, 
	name VARCHAR DEFAULT '' NOT NULL, 
	company_id INTEGER, 
	contact_id INTEGER, 
	product_id INTEGER, 
	pipeline_id INTEGER, 
	stage_id INTEGER, 
	amount INTEGER, 
	amount_from_lines BOOLEAN DEFAULT '0' NOT NULL, 
	currency VARCHAR, 
	rate INTEGER, 
	probability INTEGER, 
	probability_is_typed BOOLEAN DEFAULT '0' NOT NULL, 
	forecast_category VARCHAR DEFAULT 'pipeline' NOT NULL, 
	started_on VARCHAR, 
	expected_close VARCHAR, 
	closed_on VARCHAR, 
	reason_id INTEGER, 
	competitor_id INTEGER, 
	next_step VARCHAR, 
	snoozed_until VARCHAR, 
	source_id INTEGER, 
	campaign_id INTEGER, 
	lead_id INTEGER, 
	note VARCHAR, 
	last_contact VARCHAR, 
	next_contact VARCHAR, 
	idle_since VARCHAR GENERATED ALWAYS AS (coalesce(last_contact, started_on || 'T12:00:00Z', created_at)) VIRTUAL, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(product_id) REFERENCES product (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(pipeline_id) REFERENCES pipeline (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(stage_id) REFERENCES stage (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(reason_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(competitor_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(source_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(lead_id) REFERENCES lead (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_opportunity_amount ON opportunity (amount) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_campaign_id ON opportunity (campaign_id, deleted_at) WHERE "campaign_id" IS NOT NULL;
CREATE INDEX ix_opportunity_closed_on ON opportunity (closed_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_company_id ON opportunity (company_id, deleted_at) WHERE "company_id" IS NOT NULL;
CREATE INDEX ix_opportunity_competitor_id ON opportunity (competitor_id, deleted_at) WHERE "competitor_id" IS NOT NULL;
CREATE INDEX ix_opportunity_contact_id ON opportunity (contact_id, deleted_at) WHERE "contact_id" IS NOT NULL;
CREATE INDEX ix_opportunity_created_at ON opportunity (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_expected_close ON opportunity (expected_close) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_forecast_category ON opportunity (forecast_category) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_idle_since ON opportunity (idle_since) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_last_contact ON opportunity (last_contact) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_lead_id ON opportunity (lead_id, deleted_at) WHERE "lead_id" IS NOT NULL;
CREATE INDEX ix_opportunity_name_key ON opportunity (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_next_contact ON opportunity (next_contact) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_number ON opportunity (number) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_owner_id ON opportunity (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_opportunity_pipeline_id ON opportunity (pipeline_id, deleted_at) WHERE "pipeline_id" IS NOT NULL;
CREATE INDEX ix_opportunity_probability ON opportunity (probability) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_product_id ON opportunity (product_id, deleted_at) WHERE "product_id" IS NOT NULL;
CREATE INDEX ix_opportunity_reason_id ON opportunity (reason_id, deleted_at) WHERE "reason_id" IS NOT NULL;
CREATE INDEX ix_opportunity_snoozed_until ON opportunity (snoozed_until) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_source_id ON opportunity (source_id, deleted_at) WHERE "source_id" IS NOT NULL;
CREATE INDEX ix_opportunity_stage_id ON opportunity (stage_id, deleted_at, closed_on, amount, currency, rate, started_on, created_at) WHERE "stage_id" IS NOT NULL;
CREATE INDEX ix_opportunity_started_on ON opportunity (started_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_opportunity_trash ON opportunity (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_opportunity" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_opportunity" ("search_opportunity", rank) VALUES ('automerge', 0);
INSERT INTO "search_opportunity" ("search_opportunity", rank) VALUES ('crisismerge', 1999);
CREATE TABLE quote (
	id INTEGER NOT NULL, 
	number VARCHAR DEFAULT '' NOT NULL, 
	title VARCHAR, 
	company_id INTEGER, 
	contact_id INTEGER, 
	opportunity_id INTEGER, 
	campaign_id INTEGER, 
	issued_on VARCHAR, 
	valid_until VARCHAR, 
	status VARCHAR DEFAULT 'draft' NOT NULL, 
	terms VARCHAR, 
	language VARCHAR, 
	note VARCHAR, 
	currency VARCHAR, 
	rate INTEGER, 
	subtotal INTEGER, 
	discount INTEGER, 
	tax INTEGER, 
	total INTEGER, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(opportunity_id) REFERENCES opportunity (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_quote_campaign_id ON quote (campaign_id, deleted_at, issued_on) WHERE "campaign_id" IS NOT NULL;
CREATE INDEX ix_quote_company_id ON quote (company_id, deleted_at, issued_on) WHERE "company_id" IS NOT NULL;
CREATE INDEX ix_quote_contact_id ON quote (contact_id, deleted_at, issued_on) WHERE "contact_id" IS NOT NULL;
CREATE INDEX ix_quote_created_at ON quote (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_quote_issued_on ON quote (issued_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_quote_name_key ON quote (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_quote_number ON quote (number) WHERE deleted_at IS NULL;
CREATE INDEX ix_quote_opportunity_id ON quote (opportunity_id, deleted_at, issued_on) WHERE "opportunity_id" IS NOT NULL;
CREATE INDEX ix_quote_owner_id ON quote (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_quote_status ON quote (status) WHERE deleted_at IS NULL;
CREATE INDEX ix_quote_total ON quote (total) WHERE deleted_at IS NULL;
CREATE INDEX ix_quote_trash ON quote (place) WHERE deleted_at IS NOT NULL;
CREATE INDEX ix_quote_valid_until ON quote (valid_until) WHERE deleted_at IS NULL;
CREATE VIRTUAL TABLE "search_quote" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_quote" ("search_quote", rank) VALUES ('automerge', 0);
INSERT INTO "search_quote" ("search_quote", rank) VALUES ('crisismerge', 1999);
CREATE TABLE sales_order (
	id INTEGER NOT NULL, 
	number VARCHAR DEFAULT '' NOT NULL, 
	title VARCHAR, 
	company_id INTEGER, 
	contact_id INTEGER, 
	opportunity_id INTEGER, 
	quote_id INTEGER, 
	campaign_id INTEGER, 
	ordered_on VARCHAR, 
	due_on VARCHAR, 
	delivered_on VARCHAR, 
	status VARCHAR DEFAULT 'confirmed' NOT NULL, 
	cost INTEGER, 
	paid INTEGER, 
	payment_terms_id INTEGER, 
	terms VARCHAR, 
	language VARCHAR, 
	note VARCHAR, 
	currency VARCHAR, 
	rate INTEGER, 
	subtotal INTEGER, 
	discount INTEGER, 
	tax INTEGER, 
	total INTEGER, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(opportunity_id) REFERENCES opportunity (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(quote_id) REFERENCES quote (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(payment_terms_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_sales_order_campaign_id ON sales_order (campaign_id, deleted_at, ordered_on, delivered_on) WHERE "campaign_id" IS NOT NULL;
CREATE INDEX ix_sales_order_company_id ON sales_order (company_id, deleted_at, ordered_on, delivered_on, status) WHERE "company_id" IS NOT NULL;
CREATE INDEX ix_sales_order_contact_id ON sales_order (contact_id, deleted_at, ordered_on, delivered_on) WHERE "contact_id" IS NOT NULL;
CREATE INDEX ix_sales_order_created_at ON sales_order (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_sales_order_delivered_on ON sales_order (delivered_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_sales_order_due_on ON sales_order (due_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_sales_order_name_key ON sales_order (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_sales_order_number ON sales_order (number) WHERE deleted_at IS NULL;
CREATE INDEX ix_sales_order_opportunity_id ON sales_order (opportunity_id, deleted_at, ordered_on, delivered_on) WHERE "opportunity_id" IS NOT NULL;
CREATE INDEX ix_sales_order_ordered_on ON sales_order (ordered_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_sales_order_owner_id ON sales_order (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_sales_order_payment_terms_id ON sales_order (payment_terms_id, deleted_at) WHERE "payment_terms_id" IS NOT NULL;
CREATE INDEX ix_sales_order_quote_id ON sales_order (quote_id, deleted_at, ordered_on, delivered_on) WHERE "quote_id" IS NOT NULL;
CREATE INDEX ix_sales_order_status ON sales_order (status) WHERE deleted_at IS NULL;
CREATE INDEX ix_sales_order_total ON sales_order (total) WHERE deleted_at IS NULL;
CREATE INDEX ix_sales_order_trash ON sales_order (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_sales_order" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_sales_order" ("search_sales_order", rank) VALUES ('automerge', 0);
INSERT INTO "search_sales_order" ("search_sales_order", rank) VALUES ('crisismerge', 1999);
CREATE TABLE service_request (
	id INTEGER NOT NULL, 
	number VARCHAR DEFAULT '' NOT NULL, 
	title VARCHAR NOT NULL, 
	body VARCHAR, 
	kind VARCHAR DEFAULT 'question' NOT NULL, 
	is_major BOOLEAN DEFAULT '0' NOT NULL, 
	priority VARCHAR DEFAULT 'normal' NOT NULL, 
	status VARCHAR DEFAULT 'new' NOT NULL, 
	channel VARCHAR, 
	received_at VARCHAR, 
	first_response_at VARCHAR, 
	resolved_at VARCHAR, 
	closed_at VARCHAR, 
	resolution VARCHAR, 
	cause_id INTEGER, 
	reopened INTEGER DEFAULT '0' NOT NULL, 
	duplicate_of_id INTEGER, 
	company_id INTEGER, 
	contact_id INTEGER, 
	product_id INTEGER, 
	sales_order_id INTEGER, 
	accountable_id INTEGER, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(cause_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(duplicate_of_id) REFERENCES service_request (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(product_id) REFERENCES product (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(sales_order_id) REFERENCES sales_order (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(accountable_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_service_request_accountable_id ON service_request (accountable_id, deleted_at) WHERE "accountable_id" IS NOT NULL;
CREATE INDEX ix_service_request_cause_id ON service_request (cause_id, deleted_at) WHERE "cause_id" IS NOT NULL;
CREATE INDEX ix_service_request_closed_at ON service_request (closed_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_service_request_company_id ON service_request (company_id, deleted_at, received_at, resolved_at) WHERE "company_id" IS NOT NULL;
CREATE INDEX ix_service_request_contact_id ON service_request (contact_id, deleted_at, received_at, resolved_at) WHERE "contact_id" IS NOT NULL;
CREATE INDEX ix_service_request_created_at ON service_request (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_service_request_duplicate_of_id ON service_request (duplicate_of_id, deleted_at, received_at, resolved_at) WHERE "duplicate_of_id" IS NOT NULL;
CREATE INDEX ix_service_request_first_response_at ON service_request (first_response_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_service_request_kind ON service_request (kind) WHERE deleted_at IS NULL;
CREATE INDEX ix_service_request_name_key ON service_request (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_service_request_number ON service_request (number) WHERE deleted_at IS NULL;
CREATE INDEX ix_service_request_owner_id ON service_request (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_service_request_priority ON service_request (priority) WHERE deleted_at IS NULL;
CREATE INDEX ix_service_request_product_id ON service_request (product_id, deleted_at, received_at, resolved_at) WHERE "product_id" IS NOT NULL;
CREATE INDEX ix_service_request_received_at ON service_request (received_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_service_request_resolved_at ON service_request (resolved_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_service_request_sales_order_id ON service_request (sales_order_id, deleted_at, received_at, resolved_at) WHERE "sales_order_id" IS NOT NULL;
CREATE INDEX ix_service_request_status ON service_request (status) WHERE deleted_at IS NULL;
CREATE INDEX ix_service_request_trash ON service_request (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_service_request" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_service_request" ("search_service_request", rank) VALUES ('automerge', 0);
INSERT INTO "search_service_request" ("search_service_request", rank) VALUES ('crisismerge', 1999);
CREATE TABLE campaign (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT 'email' NOT NULL, 
	status VARCHAR DEFAULT 'planned' NOT NULL, 
	objective VARCHAR, 
	target_metric VARCHAR, 
	target_value INTEGER, 
	starts_on VARCHAR, 
	ends_on VARCHAR, 
	budget INTEGER, 
	expected_revenue INTEGER, 
	currency VARCHAR, 
	segment_id INTEGER, 
	note VARCHAR, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(segment_id) REFERENCES segment (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_campaign_budget ON campaign (budget) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaign_created_at ON campaign (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaign_ends_on ON campaign (ends_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaign_kind ON campaign (kind) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaign_name_key ON campaign (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaign_owner_id ON campaign (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_campaign_segment_id ON campaign (segment_id, deleted_at) WHERE "segment_id" IS NOT NULL;
CREATE INDEX ix_campaign_starts_on ON campaign (starts_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaign_status ON campaign (status) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaign_trash ON campaign (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_campaign" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_campaign" ("search_campaign", rank) VALUES ('automerge', 0);
INSERT INTO "search_campaign" ("search_campaign", rank) VALUES ('crisismerge', 1999);
CREATE TABLE activity (
	id INTEGER NOT NULL, 
	kind VARCHAR DEFAULT 'task' NOT NULL, 
	subject VARCHAR DEFAULT '' NOT NULL, 
	body VARCHAR, 
	channel VARCHAR, 
	direction VARCHAR, 
	planned_at VARCHAR, 
	started_at VARCHAR, 
	ended_at VARCHAR, 
	due_on VARCHAR, 
	done_at VARCHAR, 
	outcome VARCHAR, 
	priority VARCHAR DEFAULT 'normal' NOT NULL, 
	reminder_at VARCHAR, 
	snoozed_until VARCHAR, 
	recurrence VARCHAR, 
	company_id INTEGER, 
	contact_id INTEGER, 
	lead_id INTEGER, 
	opportunity_id INTEGER, 
	sales_order_id INTEGER, 
	service_request_id INTEGER, 
	campaign_id INTEGER, 
	happens VARCHAR GENERATED ALWAYS AS (coalesce(started_at, planned_at, due_on, done_at, created_at)) VIRTUAL, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(lead_id) REFERENCES lead (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(opportunity_id) REFERENCES opportunity (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(sales_order_id) REFERENCES sales_order (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(service_request_id) REFERENCES service_request (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_activity_campaign_id ON activity (campaign_id, deleted_at, happens) WHERE "campaign_id" IS NOT NULL;
CREATE INDEX ix_activity_company_id ON activity (company_id, deleted_at, happens) WHERE "company_id" IS NOT NULL;
CREATE INDEX ix_activity_contact_id ON activity (contact_id, deleted_at, happens) WHERE "contact_id" IS NOT NULL;
CREATE INDEX ix_activity_created_at ON activity (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_activity_done_at ON activity (done_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_activity_due_on ON activity (due_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_activity_happens ON activity (happens) WHERE deleted_at IS NULL;
CREATE INDEX ix_activity_kind ON activity (kind) WHERE deleted_at IS NULL;
CREATE INDEX ix_activity_lead_id ON activity (lead_id, deleted_at, happens) WHERE "lead_id" IS NOT NULL;
CREATE INDEX ix_activity_name_key ON activity (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_activity_opportunity_id ON activity (opportunity_id, deleted_at, happens) WHERE "opportunity_id" IS NOT NULL;
CREATE INDEX ix_activity_owner_id ON activity (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_activity_planned_at ON activity (planned_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_activity_priority ON activity (priority) WHERE deleted_at IS NULL;
CREATE INDEX ix_activity_reminder_at ON activity (reminder_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_activity_sales_order_id ON activity (sales_order_id, deleted_at, happens) WHERE "sales_order_id" IS NOT NULL;
CREATE INDEX ix_activity_service_request_id ON activity (service_request_id, deleted_at, happens) WHERE "service_request_id" IS NOT NULL;
CREATE INDEX ix_activity_started_at ON activity (started_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_activity_subject ON activity (subject) WHERE deleted_at IS NULL;
CREATE INDEX ix_activity_trash ON activity (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_activity" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_activity" ("search_activity", rank) VALUES ('automerge', 0);
INSERT INTO "search_activity" ("search_activity", rank) VALUES ('crisismerge', 1999);
CREATE TABLE product (
	id INTEGER NOT NULL, 
	sku VARCHAR, 
	name VARCHAR NOT NULL, 
	category_id INTEGER, 
	unit_id INTEGER, 
	price INTEGER, 
	cost INTEGER, 
	currency VARCHAR, 
	tax INTEGER, 
	active BOOLEAN DEFAULT '1' NOT NULL, 
	note VARCHAR, 
	merged_into_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(category_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(unit_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(merged_into_id) REFERENCES product (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_product_active ON product (active) WHERE deleted_at IS NULL;
CREATE INDEX ix_product_category_id ON product (category_id, deleted_at) WHERE "category_id" IS NOT NULL;
CREATE INDEX ix_product_cost ON product (cost) WHERE deleted_at IS NULL;
CREATE INDEX ix_product_created_at ON product (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_product_merged_into_id ON product (merged_into_id, deleted_at) WHERE "merged_into_id" IS NOT NULL;
CREATE INDEX ix_product_name_key ON product (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_product_price ON product (price) WHERE deleted_at IS NULL;
CREATE INDEX ix_product_sku ON product (sku) WHERE deleted_at IS NULL;
CREATE INDEX ix_product_trash ON product (place) WHERE deleted_at IS NOT NULL;
CREATE INDEX ix_product_unit_id ON product (unit_id, deleted_at) WHERE "unit_id" IS NOT NULL;
CREATE VIRTUAL TABLE "search_product" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_product" ("search_product", rank) VALUES ('automerge', 0);
INSERT INTO "search_product" ("search_product", rank) VALUES ('crisismerge', 1999);
CREATE TABLE article (
	id INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	body VARCHAR, 
	language VARCHAR, 
	product_id INTEGER, 
	service_request_id INTEGER, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(product_id) REFERENCES product (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(service_request_id) REFERENCES service_request (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_article_created_at ON article (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_article_name_key ON article (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_article_owner_id ON article (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_article_product_id ON article (product_id, deleted_at) WHERE "product_id" IS NOT NULL;
CREATE INDEX ix_article_service_request_id ON article (service_request_id, deleted_at) WHERE "service_request_id" IS NOT NULL;
CREATE INDEX ix_article_trash ON article (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_article" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_article" ("search_article", rank) VALUES ('automerge', 0);
INSERT INTO "search_article" ("search_article", rank) VALUES ('crisismerge', 1999);
CREATE TABLE segment (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT 'static' NOT NULL, 
	subject VARCHAR DEFAULT 'contact' NOT NULL, 
	conditions VARCHAR, 
	note VARCHAR, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_segment_created_at ON segment (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_segment_name_key ON segment (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_segment_owner_id ON segment (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_segment_trash ON segment (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_segment" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_segment" ("search_segment", rank) VALUES ('automerge', 0);
INSERT INTO "search_segment" ("search_segment", rank) VALUES ('crisismerge', 1999);
CREATE TABLE template (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT 'email' NOT NULL, 
	language VARCHAR, 
	subject VARCHAR, 
	body VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	UNIQUE (place)
);
CREATE INDEX ix_template_created_at ON template (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_template_language ON template (language) WHERE deleted_at IS NULL;
CREATE INDEX ix_template_name_key ON template (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_template_trash ON template (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_template" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_template" ("search_template", rank) VALUES ('automerge', 0);
INSERT INTO "search_template" ("search_template", rank) VALUES ('crisismerge', 1999);
CREATE TABLE survey (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	subject VARCHAR DEFAULT 'service_request' NOT NULL, 
	language VARCHAR, 
	intro VARCHAR, 
	active BOOLEAN DEFAULT '1' NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id)
);
CREATE TABLE target (
	id INTEGER NOT NULL, 
	name VARCHAR, 
	starts_on VARCHAR NOT NULL, 
	ends_on VARCHAR NOT NULL, 
	metric VARCHAR DEFAULT 'won_amount' NOT NULL, 
	value INTEGER, 
	currency VARCHAR, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_target_ends_on ON target (ends_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_target_owner_id ON target (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_target_starts_on ON target (starts_on) WHERE deleted_at IS NULL;
CREATE TABLE forecast_snapshot (
	id INTEGER NOT NULL, 
	taken_on VARCHAR NOT NULL, 
	starts_on VARCHAR NOT NULL, 
	ends_on VARCHAR NOT NULL, 
	currency VARCHAR, 
	weighted INTEGER, 
	committed INTEGER, 
	best_case INTEGER, 
	closed INTEGER, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_forecast_snapshot_ends_on ON forecast_snapshot (ends_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_forecast_snapshot_owner_id ON forecast_snapshot (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE INDEX ix_forecast_snapshot_starts_on ON forecast_snapshot (starts_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_forecast_snapshot_taken_on ON forecast_snapshot (taken_on) WHERE deleted_at IS NULL;
CREATE TABLE user (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	initials VARCHAR, 
	email VARCHAR, 
	phone VARCHAR, 
	manager_id INTEGER, 
	office VARCHAR, 
	active BOOLEAN DEFAULT '1' NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(manager_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	UNIQUE (place)
);
CREATE INDEX ix_user_created_at ON user (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_user_email ON user (email) WHERE deleted_at IS NULL;
CREATE INDEX ix_user_manager_id ON user (manager_id, deleted_at) WHERE "manager_id" IS NOT NULL;
CREATE INDEX ix_user_name_key ON user (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_user_office ON user (office) WHERE deleted_at IS NULL;
CREATE INDEX ix_user_trash ON user (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_user" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_user" ("search_user", rank) VALUES ('automerge', 0);
INSERT INTO "search_user" ("search_user", rank) VALUES ('crisismerge', 1999);
CREATE TABLE tag (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	colour VARCHAR DEFAULT 'grey' NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	name_key VARCHAR DEFAULT '' NOT NULL, 
	place INTEGER, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	UNIQUE (place)
);
CREATE INDEX ix_tag_created_at ON tag (created_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_tag_name_key ON tag (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_tag_trash ON tag (place) WHERE deleted_at IS NOT NULL;
CREATE VIRTUAL TABLE "search_tag" USING fts5(name, other, content='', contentless_delete=1, tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_tag" ("search_tag", rank) VALUES ('automerge', 0);
INSERT INTO "search_tag" ("search_tag", rank) VALUES ('crisismerge', 1999);
CREATE TABLE pipeline (
	id INTEGER NOT NULL, 
	label_en VARCHAR NOT NULL, 
	label_zh VARCHAR, 
	position INTEGER DEFAULT '0' NOT NULL, 
	retired_at VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id)
);
CREATE TABLE stage (
	id INTEGER NOT NULL, 
	label_en VARCHAR NOT NULL, 
	label_zh VARCHAR, 
	pipeline_id INTEGER NOT NULL, 
	kind VARCHAR DEFAULT 'open' NOT NULL, 
	probability INTEGER, 
	expected_days INTEGER, 
	exit_criteria VARCHAR, 
	position INTEGER DEFAULT '0' NOT NULL, 
	retired_at VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(pipeline_id) REFERENCES pipeline (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_stage_pipeline_id ON stage (pipeline_id, deleted_at);
CREATE TABLE option (
	id INTEGER NOT NULL, 
	label_en VARCHAR NOT NULL, 
	label_zh VARCHAR, 
	set_name VARCHAR NOT NULL, 
	kind VARCHAR, 
	colour VARCHAR DEFAULT 'grey' NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	retired_at VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_option_set_name ON option (set_name) WHERE deleted_at IS NULL;
CREATE TABLE custom_field (
	id INTEGER NOT NULL, 
	label_en VARCHAR NOT NULL, 
	label_zh VARCHAR, 
	entity VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	kind VARCHAR DEFAULT 'text' NOT NULL, 
	option_set VARCHAR, 
	required BOOLEAN DEFAULT '0' NOT NULL, 
	listed BOOLEAN DEFAULT '0' NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	retired_at VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_custom_field_entity ON custom_field (entity) WHERE deleted_at IS NULL;
CREATE TABLE work_calendar (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	zone VARCHAR, 
	is_default BOOLEAN DEFAULT '0' NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id)
);
CREATE TABLE sla_policy (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	calendar_id INTEGER NOT NULL, 
	priority VARCHAR NOT NULL, 
	level_id INTEGER, 
	first_response_minutes INTEGER, 
	solution_minutes INTEGER, 
	pause_for_third_party BOOLEAN DEFAULT '1' NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(calendar_id) REFERENCES work_calendar (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(level_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_sla_policy_calendar_id ON sla_policy (calendar_id, deleted_at);
CREATE INDEX ix_sla_policy_level_id ON sla_policy (level_id, deleted_at) WHERE "level_id" IS NOT NULL;
CREATE TABLE automation_rule (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	entity VARCHAR, 
	event VARCHAR NOT NULL, 
	condition VARCHAR, 
	action VARCHAR NOT NULL, 
	parameters VARCHAR, 
	active BOOLEAN DEFAULT '1' NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id)
);
CREATE TABLE saved_view (
	id INTEGER NOT NULL, 
	entity VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	conditions VARCHAR, 
	columns VARCHAR, 
	sort VARCHAR, 
	descending BOOLEAN DEFAULT '0' NOT NULL, 
	shared BOOLEAN DEFAULT '0' NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	is_default BOOLEAN DEFAULT '0' NOT NULL, 
	owner_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(owner_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_saved_view_entity ON saved_view (entity) WHERE deleted_at IS NULL;
CREATE INDEX ix_saved_view_owner_id ON saved_view (owner_id, deleted_at) WHERE "owner_id" IS NOT NULL;
CREATE TABLE import_mapping (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	entity VARCHAR NOT NULL, 
	headings VARCHAR NOT NULL, 
	mapping VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_import_mapping_entity ON import_mapping (entity) WHERE deleted_at IS NULL;
CREATE TABLE setting (
	id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	value VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	UNIQUE ("key")
);
CREATE TABLE channel (
	id INTEGER NOT NULL, 
	company_id INTEGER, 
	contact_id INTEGER, 
	lead_id INTEGER, 
	kind VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	normal VARCHAR DEFAULT '' NOT NULL, 
	label VARCHAR, 
	is_primary BOOLEAN DEFAULT '0' NOT NULL, 
	is_invalid BOOLEAN DEFAULT '0' NOT NULL, 
	opted_out BOOLEAN DEFAULT '0' NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(lead_id) REFERENCES lead (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_channel_company_id ON channel (company_id, deleted_at) WHERE "company_id" IS NOT NULL;
CREATE INDEX ix_channel_contact_id ON channel (contact_id, deleted_at) WHERE "contact_id" IS NOT NULL;
CREATE INDEX ix_channel_lead_id ON channel (lead_id, deleted_at) WHERE "lead_id" IS NOT NULL;
CREATE INDEX ix_channel_normal ON channel (normal) WHERE deleted_at IS NULL;
CREATE TABLE address (
	id INTEGER NOT NULL, 
	company_id INTEGER, 
	contact_id INTEGER, 
	kind VARCHAR DEFAULT 'main' NOT NULL, 
	country VARCHAR, 
	province VARCHAR, 
	city VARCHAR, 
	district VARCHAR, 
	street VARCHAR, 
	postcode VARCHAR, 
	is_primary BOOLEAN DEFAULT '0' NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_address_company_id ON address (company_id, deleted_at) WHERE "company_id" IS NOT NULL;
CREATE INDEX ix_address_contact_id ON address (contact_id, deleted_at) WHERE "contact_id" IS NOT NULL;
CREATE TABLE affiliation (
	id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	company_id INTEGER, 
	role VARCHAR, 
	title VARCHAR, 
	department VARCHAR, 
	decision_role VARCHAR, 
	is_primary BOOLEAN DEFAULT '0' NOT NULL, 
	started_on VARCHAR, 
	ended_on VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_affiliation_company_id ON affiliation (company_id, deleted_at) WHERE "company_id" IS NOT NULL;
CREATE INDEX ix_affiliation_contact_id ON affiliation (contact_id, deleted_at);
CREATE TABLE consent (
	id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	basis VARCHAR DEFAULT 'consent' NOT NULL, 
	source VARCHAR, 
	wording VARCHAR, 
	given_at VARCHAR, 
	withdrawn_at VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_consent_basis ON consent (basis) WHERE deleted_at IS NULL;
CREATE INDEX ix_consent_channel ON consent (channel) WHERE deleted_at IS NULL;
CREATE INDEX ix_consent_contact_id ON consent (contact_id, deleted_at);
CREATE INDEX ix_consent_given_at ON consent (given_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_consent_withdrawn_at ON consent (withdrawn_at) WHERE deleted_at IS NULL;
CREATE TABLE line (
	id INTEGER NOT NULL, 
	quote_id INTEGER, 
	sales_order_id INTEGER, 
	opportunity_id INTEGER, 
	position INTEGER DEFAULT '0' NOT NULL, 
	product_id INTEGER, 
	text VARCHAR, 
	quantity INTEGER, 
	unit_id INTEGER, 
	unit_price INTEGER, 
	unit_cost INTEGER, 
	currency VARCHAR, 
	discount INTEGER, 
	tax INTEGER, 
	total INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(quote_id) REFERENCES quote (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(sales_order_id) REFERENCES sales_order (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(opportunity_id) REFERENCES opportunity (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(product_id) REFERENCES product (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(unit_id) REFERENCES option (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_line_opportunity_id ON line (opportunity_id, deleted_at) WHERE "opportunity_id" IS NOT NULL;
CREATE INDEX ix_line_product_id ON line (product_id, deleted_at) WHERE "product_id" IS NOT NULL;
CREATE INDEX ix_line_quote_id ON line (quote_id, deleted_at) WHERE "quote_id" IS NOT NULL;
CREATE INDEX ix_line_sales_order_id ON line (sales_order_id, deleted_at) WHERE "sales_order_id" IS NOT NULL;
CREATE INDEX ix_line_unit_id ON line (unit_id, deleted_at) WHERE "unit_id" IS NOT NULL;
CREATE TABLE opportunity_contact (
	id INTEGER NOT NULL, 
	opportunity_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	role VARCHAR, 
	note VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(opportunity_id) REFERENCES opportunity (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_opportunity_contact_contact_id ON opportunity_contact (contact_id, deleted_at);
CREATE INDEX ix_opportunity_contact_opportunity_id ON opportunity_contact (opportunity_id, deleted_at);
CREATE TABLE stage_change (
	id INTEGER NOT NULL, 
	opportunity_id INTEGER NOT NULL, 
	from_stage_id INTEGER, 
	to_stage_id INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	user_id INTEGER, 
	amount INTEGER, 
	currency VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(opportunity_id) REFERENCES opportunity (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(from_stage_id) REFERENCES stage (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(to_stage_id) REFERENCES stage (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(user_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_stage_change_at ON stage_change (at) WHERE deleted_at IS NULL;
CREATE INDEX ix_stage_change_from_stage_id ON stage_change (from_stage_id, deleted_at) WHERE "from_stage_id" IS NOT NULL;
CREATE INDEX ix_stage_change_opportunity_id ON stage_change (opportunity_id, deleted_at, at);
CREATE INDEX ix_stage_change_to_stage_id ON stage_change (to_stage_id, deleted_at, at, opportunity_id);
CREATE INDEX ix_stage_change_user_id ON stage_change (user_id, deleted_at) WHERE "user_id" IS NOT NULL;
CREATE TABLE participant (
	id INTEGER NOT NULL, 
	activity_id INTEGER NOT NULL, 
	contact_id INTEGER, 
	user_id INTEGER, 
	name VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(activity_id) REFERENCES activity (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(user_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_participant_activity_id ON participant (activity_id, deleted_at);
CREATE INDEX ix_participant_contact_id ON participant (contact_id, deleted_at) WHERE "contact_id" IS NOT NULL;
CREATE INDEX ix_participant_user_id ON participant (user_id, deleted_at) WHERE "user_id" IS NOT NULL;
CREATE TABLE request_message (
	id INTEGER NOT NULL, 
	service_request_id INTEGER NOT NULL, 
	direction VARCHAR DEFAULT 'incoming' NOT NULL, 
	channel VARCHAR, 
	at VARCHAR NOT NULL, 
	author VARCHAR, 
	user_id INTEGER, 
	contact_id INTEGER, 
	body VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(service_request_id) REFERENCES service_request (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(user_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_request_message_at ON request_message (at) WHERE deleted_at IS NULL;
CREATE INDEX ix_request_message_contact_id ON request_message (contact_id, deleted_at) WHERE "contact_id" IS NOT NULL;
CREATE INDEX ix_request_message_service_request_id ON request_message (service_request_id, deleted_at);
CREATE INDEX ix_request_message_user_id ON request_message (user_id, deleted_at) WHERE "user_id" IS NOT NULL;
CREATE TABLE status_change (
	id INTEGER NOT NULL, 
	service_request_id INTEGER NOT NULL, 
	from_status VARCHAR, 
	to_status VARCHAR NOT NULL, 
	at VARCHAR NOT NULL, 
	user_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(service_request_id) REFERENCES service_request (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(user_id) REFERENCES user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_status_change_at ON status_change (at) WHERE deleted_at IS NULL;
CREATE INDEX ix_status_change_service_request_id ON status_change (service_request_id, deleted_at, at);
CREATE INDEX ix_status_change_user_id ON status_change (user_id, deleted_at) WHERE "user_id" IS NOT NULL;
CREATE TABLE survey_answer (
	id INTEGER NOT NULL, 
	survey_id INTEGER NOT NULL, 
	service_request_id INTEGER, 
	sales_order_id INTEGER, 
	company_id INTEGER, 
	contact_id INTEGER, 
	channel VARCHAR, 
	sent_at VARCHAR, 
	answered_at VARCHAR, 
	overall INTEGER, 
	speed INTEGER, 
	solution INTEGER, 
	recommend INTEGER, 
	comment VARCHAR, 
	followed_up BOOLEAN DEFAULT '0' NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(survey_id) REFERENCES survey (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(service_request_id) REFERENCES service_request (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(sales_order_id) REFERENCES sales_order (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_survey_answer_answered_at ON survey_answer (answered_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_survey_answer_company_id ON survey_answer (company_id, deleted_at, answered_at) WHERE "company_id" IS NOT NULL;
CREATE INDEX ix_survey_answer_contact_id ON survey_answer (contact_id, deleted_at, answered_at) WHERE "contact_id" IS NOT NULL;
CREATE INDEX ix_survey_answer_overall ON survey_answer (overall) WHERE deleted_at IS NULL;
CREATE INDEX ix_survey_answer_recommend ON survey_answer (recommend) WHERE deleted_at IS NULL;
CREATE INDEX ix_survey_answer_sales_order_id ON survey_answer (sales_order_id, deleted_at, answered_at) WHERE "sales_order_id" IS NOT NULL;
CREATE INDEX ix_survey_answer_sent_at ON survey_answer (sent_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_survey_answer_service_request_id ON survey_answer (service_request_id, deleted_at, answered_at) WHERE "service_request_id" IS NOT NULL;
CREATE INDEX ix_survey_answer_survey_id ON survey_answer (survey_id, deleted_at, answered_at);
CREATE TABLE segment_member (
	id INTEGER NOT NULL, 
	segment_id INTEGER NOT NULL, 
	company_id INTEGER, 
	contact_id INTEGER, 
	lead_id INTEGER, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(segment_id) REFERENCES segment (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(lead_id) REFERENCES lead (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_segment_member_company_id ON segment_member (company_id, deleted_at) WHERE "company_id" IS NOT NULL;
CREATE INDEX ix_segment_member_contact_id ON segment_member (contact_id, deleted_at) WHERE "contact_id" IS NOT NULL;
CREATE INDEX ix_segment_member_lead_id ON segment_member (lead_id, deleted_at) WHERE "lead_id" IS NOT NULL;
CREATE INDEX ix_segment_member_segment_id ON segment_member (segment_id, deleted_at);
CREATE TABLE segment_exclusion (
	id INTEGER NOT NULL, 
	segment_id INTEGER NOT NULL, 
	company_id INTEGER, 
	contact_id INTEGER, 
	lead_id INTEGER, 
	reason VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(segment_id) REFERENCES segment (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(lead_id) REFERENCES lead (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_segment_exclusion_company_id ON segment_exclusion (company_id, deleted_at) WHERE "company_id" IS NOT NULL;
CREATE INDEX ix_segment_exclusion_contact_id ON segment_exclusion (contact_id, deleted_at) WHERE "contact_id" IS NOT NULL;
CREATE INDEX ix_segment_exclusion_lead_id ON segment_exclusion (lead_id, deleted_at) WHERE "lead_id" IS NOT NULL;
CREATE INDEX ix_segment_exclusion_segment_id ON segment_exclusion (segment_id, deleted_at);
CREATE TABLE campaign_cost (
	id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	spent_on VARCHAR, 
	amount INTEGER, 
	currency VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_campaign_cost_campaign_id ON campaign_cost (campaign_id, deleted_at);
CREATE INDEX ix_campaign_cost_spent_on ON campaign_cost (spent_on) WHERE deleted_at IS NULL;
CREATE TABLE campaign_step (
	id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	title VARCHAR NOT NULL, 
	channel VARCHAR, 
	template_id INTEGER, 
	planned_on VARCHAR, 
	done_at VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(template_id) REFERENCES template (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_campaign_step_campaign_id ON campaign_step (campaign_id, deleted_at);
CREATE INDEX ix_campaign_step_planned_on ON campaign_step (planned_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaign_step_template_id ON campaign_step (template_id, deleted_at) WHERE "template_id" IS NOT NULL;
CREATE TABLE campaign_member (
	id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	company_id INTEGER, 
	contact_id INTEGER, 
	lead_id INTEGER, 
	status VARCHAR DEFAULT 'planned' NOT NULL, 
	sent_at VARCHAR, 
	responded_at VARCHAR, 
	converted_at VARCHAR, 
	response VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(campaign_id) REFERENCES campaign (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(company_id) REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(contact_id) REFERENCES contact (id) DEFERRABLE INITIALLY DEFERRED, 
	FOREIGN KEY(lead_id) REFERENCES lead (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_campaign_member_campaign_id ON campaign_member (campaign_id, deleted_at, created_at, sent_at, responded_at, converted_at);
CREATE INDEX ix_campaign_member_company_id ON campaign_member (company_id, deleted_at, created_at, sent_at, responded_at, converted_at) WHERE "company_id" IS NOT NULL;
CREATE INDEX ix_campaign_member_contact_id ON campaign_member (contact_id, deleted_at, created_at, sent_at, responded_at, converted_at) WHERE "contact_id" IS NOT NULL;
CREATE INDEX ix_campaign_member_converted_at ON campaign_member (converted_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaign_member_lead_id ON campaign_member (lead_id, deleted_at, created_at, sent_at, responded_at, converted_at) WHERE "lead_id" IS NOT NULL;
CREATE INDEX ix_campaign_member_responded_at ON campaign_member (responded_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaign_member_sent_at ON campaign_member (sent_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaign_member_status ON campaign_member (status) WHERE deleted_at IS NULL;
CREATE TABLE work_interval (
	id INTEGER NOT NULL, 
	calendar_id INTEGER NOT NULL, 
	weekday VARCHAR NOT NULL, 
	from_minute INTEGER NOT NULL, 
	to_minute INTEGER NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(calendar_id) REFERENCES work_calendar (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_work_interval_calendar_id ON work_interval (calendar_id, deleted_at);
CREATE TABLE calendar_exception (
	id INTEGER NOT NULL, 
	calendar_id INTEGER NOT NULL, 
	day VARCHAR NOT NULL, 
	closed BOOLEAN DEFAULT '1' NOT NULL, 
	intervals VARCHAR, 
	label VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(calendar_id) REFERENCES work_calendar (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_calendar_exception_calendar_id ON calendar_exception (calendar_id, deleted_at);
CREATE INDEX ix_calendar_exception_day ON calendar_exception (day) WHERE deleted_at IS NULL;
CREATE TABLE tag_link (
	id INTEGER NOT NULL, 
	tag_id INTEGER NOT NULL, 
	entity VARCHAR NOT NULL, 
	row_id INTEGER NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(tag_id) REFERENCES tag (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_tag_link_row_id ON tag_link (row_id) WHERE deleted_at IS NULL;
CREATE INDEX ix_tag_link_tag_id ON tag_link (tag_id, deleted_at);
CREATE TABLE attachment (
	id INTEGER NOT NULL, 
	entity VARCHAR NOT NULL, 
	row_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size INTEGER NOT NULL, 
	mime VARCHAR, 
	seal VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_attachment_row_id ON attachment (row_id) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachment_sha256 ON attachment (sha256) WHERE deleted_at IS NULL;
CREATE TABLE custom_value (
	id INTEGER NOT NULL, 
	field_id INTEGER NOT NULL, 
	row_id INTEGER NOT NULL, 
	text_value VARCHAR, 
	whole_value INTEGER, 
	day_value VARCHAR, 
	moment_value VARCHAR, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(field_id) REFERENCES custom_field (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_custom_value_day_value ON custom_value (day_value) WHERE deleted_at IS NULL AND "day_value" IS NOT NULL;
CREATE INDEX ix_custom_value_field_id ON custom_value (field_id, deleted_at);
CREATE INDEX ix_custom_value_moment_value ON custom_value (moment_value) WHERE deleted_at IS NULL AND "moment_value" IS NOT NULL;
CREATE INDEX ix_custom_value_row_id ON custom_value (row_id) WHERE deleted_at IS NULL;
CREATE INDEX ix_custom_value_text_value ON custom_value (text_value) WHERE deleted_at IS NULL AND "text_value" IS NOT NULL;
CREATE INDEX ix_custom_value_whole_value ON custom_value (whole_value) WHERE deleted_at IS NULL AND "whole_value" IS NOT NULL;
CREATE TABLE distinct_pair (
	id INTEGER NOT NULL, 
	entity VARCHAR NOT NULL, 
	first_id INTEGER NOT NULL, 
	second_id INTEGER NOT NULL, 
	created_at VARCHAR NOT NULL, 
	created_by INTEGER, 
	updated_at VARCHAR NOT NULL, 
	updated_by INTEGER, 
	deleted_at VARCHAR, 
	_clock VARCHAR, 
	PRIMARY KEY (id)
);
CREATE INDEX ix_distinct_pair_first_id ON distinct_pair (first_id) WHERE deleted_at IS NULL;
CREATE INDEX ix_distinct_pair_second_id ON distinct_pair (second_id) WHERE deleted_at IS NULL;
