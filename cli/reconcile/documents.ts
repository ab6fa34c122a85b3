const fields = `month comparedAt lockedAt lockedBy lockedByRole
  usage { readAt counts { matched providerOnly oursOnly differs } comparisons { ...Row } }
  invoice { readAt total currency counts { matched providerOnly oursOnly differs } comparisons { ...Row } }`;
const row = `fragment Row on CostComparison { period charge of unit ours theirs difference class }`;

/** What `roomtape reconcile` asks of the API. A test holds it to the printed schema. */
export const reconcileDocuments = {
  read: `query Reconciliation($month: String!) { answer: reconciliation(month: $month) { ${fields} } } ${row}`,
  importUsage: `mutation ImportProviderUsage($month: String!) {
    answer: importProviderUsage(input: { month: $month }) { ${fields} } } ${row}`,
  importInvoice: `mutation ImportInvoice($month: String!, $csv: String!) {
    answer: importInvoice(input: { month: $month, csv: $csv }) { ${fields} } } ${row}`,
} as const;
