//! The model file, read in place: sections of whole numbers and scales, checked by digest once.
//!
//! The format is written by `tools/train/export.py`. A file that does not fit is refused in words; the one that is
//! part of the program is proved to fit by a test, so reading it cannot fail later.

use super::kernel::UNIT;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// What is wrong with a model file.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(super) enum BadModel {
    #[error("the model's digest is {found}, expected {expected}: restore the file or its .sha256")]
    Digest { found: String, expected: String },
    #[error("not a model file of this version")]
    Version,
    #[error("the model file ends early or holds a section that does not fit")]
    Broken,
    #[error("the model file lacks the section “{0}” in the expected shape")]
    Missing(String),
}

/// A matrix of whole numbers with one scale, a row an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    bytes: &'static [u8],
    pub rows: usize,
    pub width: usize,
    pub scale: f32,
}

impl Table {
    /// One row as bytes, to be read as `i8`; empty where there is none.
    pub fn row(&self, at: usize) -> &'static [u8] {
        self.bytes.get(at * self.width..(at + 1) * self.width).unwrap_or(&[])
    }
}

/// Outputs that are summed side by side.
pub(super) const BLOCK: usize = 16;
/// The weights of a pair of inputs, for each output of a block.
pub(super) type Pair = [i16; 2 * BLOCK];

/// A linear layer: whole-number weights, a scale and a bias an output.
#[derive(Clone, Debug)]
pub(super) struct Linear {
    /// In blocks of outputs, and in a block by pairs of inputs.
    pub weights: Vec<Pair>,
    /// What one unit of an output's sum is worth: the scale of its weights by that of activations. As the biases,
    /// filled up with zeros to whole blocks.
    pub steps: Vec<f32>,
    pub bias: Vec<f32>,
    pub inputs: usize,
    pub outputs: usize,
}

impl Linear {
    /// A layer from its weights, a row an output.
    pub fn new(rows: &[Vec<i16>], scales: Vec<f32>, mut bias: Vec<f32>) -> Result<Linear, BadModel> {
        let inputs = rows.first().map_or(0, Vec::len);
        let even = inputs > 0 && inputs.is_multiple_of(2) && rows.iter().all(|row| row.len() == inputs);
        if !even || scales.len() != rows.len() || bias.len() != rows.len() {
            return Err(BadModel::Broken);
        }
        let weight = |output: usize, input: usize| rows.get(output).map_or(0, |row| row[input]);
        let mut weights = Vec::with_capacity(rows.len().div_ceil(BLOCK) * inputs / 2);
        for block in (0..rows.len()).step_by(BLOCK) {
            for input in (0..inputs).step_by(2) {
                weights.push(std::array::from_fn(|at| weight(block + at / 2, input + at % 2)));
            }
        }
        let mut steps: Vec<f32> = scales.iter().map(|scale| scale / UNIT).collect();
        for numbers in [&mut steps, &mut bias] {
            numbers.resize(rows.len().next_multiple_of(BLOCK), 0.0);
        }
        Ok(Linear { weights, steps, bias, inputs, outputs: rows.len() })
    }
}

/// Gain and offset of a layer norm.
#[derive(Clone, Debug)]
pub(super) struct Norm {
    pub gain: Vec<f32>,
    pub offset: Vec<f32>,
}

struct Section {
    name: String,
    kind: u8,
    shape: Vec<usize>,
    scale: f32,
    bytes: &'static [u8],
}

pub(super) struct File {
    sections: Vec<Section>,
}

const VERSION: u32 = 2;

impl File {
    /// Reads the sections; `digest` is the SHA-256 in hexadecimal that the bytes must have.
    pub fn read(bytes: &'static [u8], digest: &str) -> Result<File, BadModel> {
        let found = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
        let expected = digest.split_whitespace().next().unwrap_or_default();
        if found != expected {
            return Err(BadModel::Digest { found, expected: expected.to_owned() });
        }
        let mut reader = Reader { rest: bytes };
        if reader.take(4) != Some(b"CTLM") || reader.u32() != Some(VERSION) {
            return Err(BadModel::Version);
        }
        let count = reader.u32().ok_or(BadModel::Broken)?;
        let sections =
            (0..count).map(|_| reader.section()).collect::<Option<Vec<_>>>().ok_or(BadModel::Broken)?;
        Ok(File { sections })
    }

    fn section(&self, name: &str, kind: u8, rank: usize) -> Result<&Section, BadModel> {
        self.sections
            .iter()
            .find(|s| s.name == name && s.kind == kind && s.shape.len() == rank)
            .ok_or_else(|| BadModel::Missing(name.to_owned()))
    }

    pub fn table(&self, name: &str) -> Result<Table, BadModel> {
        let section = self.section(name, 0, 2)?;
        match section.shape[..] {
            [rows, width] if section.bytes.len() == rows * width => {
                Ok(Table { bytes: section.bytes, rows, width, scale: section.scale })
            }
            _ => Err(BadModel::Broken),
        }
    }

    pub fn floats(&self, name: &str) -> Result<Vec<f32>, BadModel> {
        let section = self.section(name, 1, 1)?;
        Ok(section.bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    pub fn whole(&self, name: &str) -> Result<Vec<[u32; 2]>, BadModel> {
        let section = self.section(name, 3, 2)?;
        let pairs = section.bytes.as_chunks::<8>().0.iter();
        let half = |b: &[u8; 8], at: usize| u32::from_le_bytes([b[at], b[at + 1], b[at + 2], b[at + 3]]);
        Ok(pairs.map(|b| [half(b, 0), half(b, 4)]).collect())
    }

    pub fn lines(&self, name: &str) -> Result<Vec<&'static str>, BadModel> {
        let text = std::str::from_utf8(self.section(name, 2, 1)?.bytes).map_err(|_| BadModel::Broken)?;
        Ok(text.lines().collect())
    }

    /// The weights of a layer, a row an output.
    pub fn rows(&self, name: &str) -> Result<Vec<Vec<i16>>, BadModel> {
        let table = self.table(&format!("{name}.w"))?;
        let whole = |row: usize| table.row(row).iter().map(|&b| i16::from(b as i8)).collect();
        Ok((0..table.rows).map(whole).collect())
    }

    pub fn linear(&self, name: &str) -> Result<Linear, BadModel> {
        Linear::new(&self.rows(name)?, self.floats(&format!("{name}.s"))?, self.floats(&format!("{name}.b"))?)
    }

    pub fn norm(&self, name: &str) -> Result<Norm, BadModel> {
        let (gain, offset) = (self.floats(&format!("{name}.g"))?, self.floats(&format!("{name}.o"))?);
        if gain.len() == offset.len() { Ok(Norm { gain, offset }) } else { Err(BadModel::Broken) }
    }
}

struct Reader {
    rest: &'static [u8],
}

impl Reader {
    fn take(&mut self, count: usize) -> Option<&'static [u8]> {
        let (head, tail) = self.rest.split_at_checked(count)?;
        self.rest = tail;
        Some(head)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn section(&mut self) -> Option<Section> {
        let length = self.u8()? as usize;
        let name: Cow<str> = String::from_utf8_lossy(self.take(length)?);
        let kind = self.u8()?;
        let rank = self.u8()?;
        let shape = (0..rank).map(|_| self.u32().map(|n| n as usize)).collect::<Option<Vec<_>>>()?;
        let scale = f32::from_bits(self.u32()?);
        let length = self.u32()? as usize;
        Some(Section { name: name.into_owned(), kind, shape, scale, bytes: self.take(length)? })
    }
}
