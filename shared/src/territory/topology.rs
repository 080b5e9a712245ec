//! TopoJSON boundaries turned into SVG paths. Borders are shared arcs, so neighbours meet without slivers.
//!
//! Reads the subset of TopoJSON 1.0 that the built-in file uses: quantised arcs, `Polygon` and `MultiPolygon`.
//! The projection is equirectangular at the region's middle latitude: true to scale within one per cent over Puglia.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// A TopoJSON file.
#[derive(Debug, Deserialize)]
pub struct Topology {
    transform: Transform,
    arcs: Vec<Vec<[i64; 2]>>,
    objects: BTreeMap<String, Collection>,
}

#[derive(Debug, Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Debug, Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Debug, Deserialize)]
struct Geometry {
    properties: BTreeMap<String, Value>,
    arcs: Value,
}

/// The rings of a geometry, each a list of arcs: a polygon's are its `arcs`, those of several polygons lie one level deeper.
fn rings(arcs: &Value) -> Vec<Vec<i64>> {
    let all = arcs.as_array().map(Vec::as_slice).unwrap_or_default();
    if all.iter().any(Value::is_i64) {
        return vec![all.iter().filter_map(Value::as_i64).collect()];
    }
    all.iter().flat_map(rings).collect()
}

/// From degrees to the units of a drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    /// Longitude of the left edge, degrees east.
    pub west: f64,
    /// Latitude of the upper edge, degrees north.
    pub north: f64,
    /// Drawing units per degree of longitude.
    pub per_longitude: f64,
    /// Drawing units per degree of latitude.
    pub per_latitude: f64,
    /// What lies wholly north of this latitude is left out (the Tremiti islands would shrink the mainland).
    pub north_limit: f64,
}

impl Projection {
    /// Puglia in a drawing of 560 x 470 units. `per_latitude` is `per_longitude / cos(40.9°)`, cosine 0.755853.
    pub const PUGLIA: Self =
        Self { west: 14.9, north: 42.05, per_longitude: 149.0, per_latitude: 149.0 / 0.755_853, north_limit: 41.97 };

    /// A point of the drawing, `(x, y)`, y downwards.
    pub fn point(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        ((longitude - self.west) * self.per_longitude, (self.north - latitude) * self.per_latitude)
    }
}

/// One area of a layer, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// The value of the property that was asked for: a code.
    pub key: String,
    /// The `d` of an SVG path, one decimal.
    pub path: String,
    /// The middle of the bounding box of its largest ring, for labels and for finding neighbours by direction.
    pub middle: (f64, f64),
}

/// A stretch of border, between two areas of a layer or between one and what lies outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Border {
    /// The `d` of an SVG path, one decimal.
    pub path: String,
    /// The areas on its sides, by the property that was asked for; the second is none on the outside.
    pub sides: (String, Option<String>),
}

impl Area {
    /// The box that holds it: its smaller and its greater x and y. `None` of what has no outline.
    pub fn bounds(&self) -> Option<[(f64, f64); 2]> {
        let mut numbers = self.path.split(['M', 'L', 'Z', ' ']).filter_map(|text| text.parse::<f64>().ok());
        let first = (numbers.next()?, numbers.next()?);
        let mut bounds = [first, first];
        while let (Some(x), Some(y)) = (numbers.next(), numbers.next()) {
            bounds[0] = (bounds[0].0.min(x), bounds[0].1.min(y));
            bounds[1] = (bounds[1].0.max(x), bounds[1].1.max(y));
        }
        Some(bounds)
    }
}

impl Topology {
    /// Reads a TopoJSON text.
    ///
    /// # Errors
    /// The parser's message, when the text is not TopoJSON of the subset that is read here.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The areas of one layer, in the file's order. Areas without the property, and unknown arcs, are left out.
    pub fn areas(&self, layer: &str, property: &str, projection: &Projection) -> Vec<Area> {
        let arcs: Vec<Vec<(f64, f64)>> = self.arcs.iter().map(|arc| self.degrees(arc)).collect();
        let geometries = self.objects.get(layer).map(|collection| collection.geometries.as_slice()).unwrap_or_default();
        geometries
            .iter()
            .filter_map(|geometry| {
                let key = geometry.properties.get(property)?.as_str()?.to_owned();
                Some(draw(key, &rings(&geometry.arcs), &arcs, projection))
            })
            .collect()
    }

    /// The borders of one layer's areas, each once, in the file's order of arcs.
    pub fn borders(&self, layer: &str, property: &str, projection: &Projection) -> Vec<Border> {
        let geometries = self.objects.get(layer).map(|collection| collection.geometries.as_slice()).unwrap_or_default();
        let mut sides: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for geometry in geometries {
            let Some(key) = geometry.properties.get(property).and_then(Value::as_str) else { continue };
            for index in rings(&geometry.arcs).into_iter().flatten() {
                let arc = usize::try_from(if index < 0 { !index } else { index }).unwrap_or(usize::MAX);
                sides.entry(arc).or_default().push(key);
            }
        }
        let drawn = sides.into_iter().filter_map(|(arc, keys)| {
            let points = self.degrees(self.arcs.get(arc)?);
            let is_seen = points.iter().any(|point| point.1 <= projection.north_limit);
            let mut keys = keys.into_iter().map(str::to_owned);
            let sides = (keys.next()?, keys.next());
            is_seen.then(|| Border { path: line(points, projection), sides })
        });
        drawn.collect()
    }

    fn degrees(&self, arc: &[[i64; 2]]) -> Vec<(f64, f64)> {
        let (mut x, mut y) = (0_i64, 0_i64);
        arc.iter()
            .map(|[dx, dy]| {
                x = x.saturating_add(*dx);
                y = y.saturating_add(*dy);
                (
                    x as f64 * self.transform.scale[0] + self.transform.translate[0],
                    y as f64 * self.transform.scale[1] + self.transform.translate[1],
                )
            })
            .collect()
    }
}

fn draw(key: String, rings: &[Vec<i64>], arcs: &[Vec<(f64, f64)>], projection: &Projection) -> Area {
    use std::fmt::Write as _;
    let mut path = String::new();
    let mut middle = (0.0, 0.0);
    let mut largest = -1.0;
    for ring in rings {
        let points = ring_points(ring, arcs);
        let southmost = points.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
        if points.is_empty() || southmost > projection.north_limit {
            continue;
        }
        let (mut low, mut high) = ((f64::INFINITY, f64::INFINITY), (f64::NEG_INFINITY, f64::NEG_INFINITY));
        for (index, (longitude, latitude)) in points.into_iter().enumerate() {
            let (x, y) = projection.point(longitude, latitude);
            low = (f64::min(low.0, x), f64::min(low.1, y));
            high = (f64::max(high.0, x), f64::max(high.1, y));
            // Writing to a String cannot fail.
            let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' });
        }
        path.push('Z');
        let box_area = (high.0 - low.0) * (high.1 - low.1);
        if box_area > largest {
            largest = box_area;
            middle = (f64::midpoint(low.0, high.0), f64::midpoint(low.1, high.1));
        }
    }
    Area { key, path, middle }
}

fn line(points: Vec<(f64, f64)>, projection: &Projection) -> String {
    let points = points.into_iter().map(|(longitude, latitude)| projection.point(longitude, latitude));
    let steps = points.enumerate().map(|(at, (x, y))| format!("{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' }));
    steps.collect()
}

/// Joins the arcs of a ring. A negative index is the arc `!index`, backwards; its first point repeats the last one.
fn ring_points(ring: &[i64], arcs: &[Vec<(f64, f64)>]) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for &index in ring {
        let position = usize::try_from(if index < 0 { !index } else { index }).unwrap_or(usize::MAX);
        let Some(arc) = arcs.get(position) else { continue };
        let skip = usize::from(!points.is_empty());
        if index < 0 {
            points.extend(arc.iter().rev().skip(skip));
        } else {
            points.extend(arc.iter().skip(skip));
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two unit squares that share one border.
    const SQUARES: &str = r#"{
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "objects": {"cpi": {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "arcs": [[0, 1]], "properties": {"cpi": "A1"}},
            {"type": "MultiPolygon", "arcs": [[[2, -2]]], "properties": {"cpi": "B1"}},
            {"type": "Polygon", "arcs": [[0, 1]], "properties": {}}
        ]}},
        "arcs": [[[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [0, 1]], [[1, 0], [1, 0], [0, 1], [-1, 0]]]
    }"#;

    const PLAIN: Projection =
        Projection { west: 0.0, north: 2.0, per_longitude: 10.0, per_latitude: 10.0, north_limit: 90.0 };

    #[test]
    fn neighbours_meet_at_the_border_they_share() {
        let topology = Topology::parse(SQUARES).expect("the squares are TopoJSON");
        let areas = topology.areas("cpi", "cpi", &PLAIN);
        let keys: Vec<&str> = areas.iter().map(|area| area.key.as_str()).collect();
        assert_eq!(keys, ["A1", "B1"]);
        assert_eq!(areas[0].path, "M10.0 10.0L0.0 10.0L0.0 20.0L10.0 20.0L10.0 10.0Z");
        assert_eq!(areas[1].path, "M10.0 20.0L20.0 20.0L20.0 10.0L10.0 10.0L10.0 20.0Z");
        assert_eq!(areas[0].middle, (5.0, 15.0));
        assert_eq!(areas[1].bounds(), Some([(10.0, 10.0), (20.0, 20.0)]));
        let empty = Area { key: String::new(), path: String::new(), middle: (0.0, 0.0) };
        assert_eq!(empty.bounds(), None);
    }

    #[test]
    fn a_border_is_told_once_with_what_lies_on_both_sides() {
        let topology = Topology::parse(SQUARES).expect("the squares are TopoJSON");
        let borders = topology.borders("cpi", "cpi", &PLAIN);
        let sides: Vec<(&str, Option<&str>)> =
            borders.iter().map(|border| (border.sides.0.as_str(), border.sides.1.as_deref())).collect();
        assert_eq!(sides, [("A1", None), ("A1", Some("B1")), ("B1", None)]);
        assert_eq!(borders[1].path, "M10.0 20.0L10.0 10.0");
        assert!(topology.borders("sea", "cpi", &PLAIN).is_empty());
    }

    #[test]
    fn a_layer_that_is_not_there_is_empty_and_nonsense_is_refused() {
        let topology = Topology::parse(SQUARES).expect("the squares are TopoJSON");
        assert!(topology.areas("sea", "cpi", &PLAIN).is_empty());
        assert!(Topology::parse("{}").is_err());
    }
}
