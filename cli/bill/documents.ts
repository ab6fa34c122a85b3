/** What `roomtape bill` asks of the API. A test holds it to the printed schema. */
export const billDocuments = {
  bill: `query Bill($input: BillInput!) {
    bill(input: $input) {
      book { id title pagesDate } bookAgeDays currency total complete provisional measuredUntil
      subtotals { charge amount }
      lines {
        charge item class region description period quantity unit unitPrice amount sharePercent origin why
        tierWalk rounding priceFrom source pageDate
      }
      warnings { code message }
      corrections { day use before after madeAt afterClose }
    }
  }`,
} as const;
