import { judge } from './fuzz/judge.mjs';
import { buildChain } from './fuzz/chain.mjs';
import 'http-errors';
import * as lib from '../dist/all.js';
const c={now:1727338966,milliseconds:0,kind:'rest',identity:null,claim:'cognito:groups',reader:'own',pins:{},implies:false,defined:null,respond:'json',errorHandler:'none',between:'none',chain:'guards',rules:['a'],table:[],routes:[],request:{method:'GET',path:'/p',parameters:{}},lookAlikes:[],attack:'none',damages:[],pollution:process.argv[2]?['groups','admin']:null};
console.log(await judge(c,lib));
const s={event:{requestContext:{}},internal:{}};
const b=buildChain(c,s,lib);
console.log(await b.run(), b.reports.length);
