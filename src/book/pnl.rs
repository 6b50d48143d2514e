//! P&L: what condors, pools and hedge gain between today and a world, dollars.

use crate::book::Book;
use crate::holdings::pool::pnl::{FeeStream, PoolPnl};
use crate::holdings::world::World;
use crate::shock::Shock;
use crate::units::Points;

/// P&L of the three parts in one world, dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pnl {
    /// Condors, after opening fees.
    pub condor: f64,
    /// Pools.
    pub pool: f64,
    /// Hedge.
    pub hedge: f64,
}

impl Pnl {
    /// All three.
    pub fn combined(&self) -> f64 {
        self.condor + self.pool + self.hedge
    }
}

/// Fee streams of every pool, in order: all of their P&L that does not depend on the end prices.
pub struct Streams(Vec<FeeStream>);

impl Streams {
    /// For worlds of one VIX and one date.
    pub fn new(book: &Book, world: &World) -> Streams {
        Streams(book.positions().map(|position| FeeStream::new(position, world)).collect())
    }
}

/// P&L of every condor together, dollars.
pub fn condors(book: &Book, world: &World) -> f64 {
    if book.condors().next().is_none() {
        return 0.0;
    }
    let smiles = world.market.spx_smiles();
    book.condors().map(|condor| condor.pnl_on(world, &smiles)).sum()
}

/// P&L of every leg of the hedge together, dollars.
pub fn hedge(book: &Book, world: &World) -> f64 {
    book.legs().map(|leg| leg.held.pnl(world)).sum()
}

/// P&L of each pool, in order.
pub fn each_pool<'a>(book: &'a Book, streams: &'a Streams, world: &'a World) -> impl Iterator<Item = PoolPnl> + 'a {
    book.positions().zip(&streams.0).map(|(position, stream)| position.pnl_with(stream, world))
}

/// P&L of every pool together with fee streams that are set up already.
pub fn pools_with(book: &Book, streams: &Streams, world: &World) -> PoolPnl {
    each_pool(book, streams, world).fold(PoolPnl::default(), |sum, one| sum.plus(&one))
}

/// P&L of every pool together.
pub fn pools(book: &Book, world: &World) -> PoolPnl {
    pools_with(book, &Streams::new(book, world), world)
}

/// P&L of the whole book.
pub fn of(book: &Book, world: &World) -> Pnl {
    Pnl { condor: condors(book, world), pool: pools(book, world).total(), hedge: hedge(book, world) }
}

/// Combined P&L on the link at this VIX, dollars.
pub fn on_link(book: &Book, shock: &Shock, vix: f64) -> f64 {
    of(book, &shock.on_link(Points(vix), 0.0)).combined()
}
