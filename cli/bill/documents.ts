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
  whatIf: `query WhatIf($input: WhatIfInput!) {
    whatIf(input: $input) {
      before { total complete currency } after { total complete warnings { code message } }
      difference subtotals { charge amount }
      lines {
        kind charge item class region description unit before { quantity amount } after { quantity amount }
        difference quantityEffect priceEffect
      }
      assumptions
    }
  }`,
} as const;
