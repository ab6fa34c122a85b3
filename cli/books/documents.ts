const price = 'item class codec region prices tierFrom walk unit priceFor per from until';

/** What `roomtape books` asks of the API. A test holds it to the printed schema. */
export const bookDocuments = {
  list: `query PriceBooks { books: priceBooks { id title pagesDate prices { from } } }`,
  import: `mutation ImportPriceBook($text: String!, $key: String!) {
    book: importPriceBook(input: { text: $text, idempotencyKey: $key }) { id title pagesDate prices { from } } }`,
  compare: `query ComparePriceBooks($a: ID!, $b: ID!, $at: String) {
    differences: comparePriceBooks(a: $a, b: $b, at: $at) {
      kind item cohorts before { ${price} } after { ${price} } } }`,
} as const;
