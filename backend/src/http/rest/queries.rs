//! The documents that answer the façade's addresses. They are part of its contract: a field that is added here is added to
//! `openapi.json`, and none is taken away within a version.

/// `/provinces`.
pub(super) const PROVINCES: &str = "{ provinces {
    id code istat name residents workingAge areaKm2 provenance { origin source }
} }";

/// `/services`.
pub(super) const SERVICES: &str = "{ services { id code nameIt nameEn target } }";

/// `/sizing`.
pub(super) const SIZING: &str = "{ sizing {
    figuresRevision availableHours
    load { required have pressure wisnRatio unmetHours }
    provinces { province { code name } load { required have pressure wisnRatio unmetHours } }
} }";

/// `/cpis`.
pub(super) const CPIS: &str = "query($first: Int, $after: String, $province: ID) {
    cpis(first: $first, after: $after, province: $province) {
        nodes {
            id code name province { code name } seatIstat latitude longitude residents workingAge areaKm2 registeredUnemployed
            seatProvenance { origin source } catchmentProvenance { origin source }
        }
        pageInfo { hasNextPage endCursor }
        totalCount
    }
}";

/// `/cpis/{code}`.
pub(super) const CPI: &str = "query($id: ID!) { node(id: $id) { ... on Cpi {
    id code name province { code name } seatIstat latitude longitude residents workingAge areaKm2 registeredUnemployed
    seatProvenance { origin source } catchmentProvenance { origin source }
    municipalities { istat name residents workingAge }
    sizing {
        weight
        load { required have pressure wisnRatio unmetHours }
        cells { profile { code nameIt nameEn } basic load { required have pressure wisnRatio unmetHours } }
    }
} } }";

/// `/municipalities`.
pub(super) const MUNICIPALITIES: &str = "query($first: Int, $after: String, $province: ID, $cpi: ID) {
    municipalities(first: $first, after: $after, province: $province, cpi: $cpi) {
        nodes {
            id istat name cpi { code name } residents workingAge areaKm2 latitude longitude provenance { origin source }
        }
        pageInfo { hasNextPage endCursor }
        totalCount
    }
}";

/// `/municipalities/{istat}`.
pub(super) const MUNICIPALITY: &str = "query($id: ID!) { node(id: $id) { ... on Municipality {
    id istat name cpi { code name } residents workingAge areaKm2 latitude longitude provenance { origin source }
} } }";

#[cfg(test)]
mod tests {
    use async_graphql::{Request, Variables};

    use super::*;

    #[tokio::test]
    async fn every_document_is_one_of_the_schema() {
        let schema = crate::graphql::schema();
        let variables = serde_json::json!({ "id": "x" });
        for document in [PROVINCES, SERVICES, SIZING, CPIS, CPI, MUNICIPALITIES, MUNICIPALITY] {
            let request = Request::new(document).variables(Variables::from_json(variables.clone()));
            let errors = schema.execute(request).await.errors;
            // Without a database a resolver fails, at its place; what is no query of the schema never comes so far.
            let refused: Vec<_> = errors.iter().filter(|error| error.path.is_empty()).collect();
            assert!(refused.is_empty(), "{document}\n{refused:?}");
        }
    }
}
